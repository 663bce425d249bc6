package dev.homeroom.operator;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Signals by a file, written atomically, that the operator has started. */
final class ReadyFile {
  private ReadyFile() {}

  static void write(Path file, URI health) throws IOException {
    var draft = file.resolveSibling(file.getFileName() + ".draft");
    Files.writeString(
        draft,
        """
        {"pid":%d,"url":"%s"}
        """
            .formatted(ProcessHandle.current().pid(), health));
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
