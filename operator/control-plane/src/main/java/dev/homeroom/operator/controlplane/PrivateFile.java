package dev.homeroom.operator.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files with secrets atomically, readable by their owner only. */
final class PrivateFile {
  private PrivateFile() {}

  static void write(Path target, String content) throws IOException {
    // createTempFile gives access to the owner alone
    var draft = Files.createTempFile(target.toAbsolutePath().getParent(), ".draft", "");
    Files.writeString(draft, content);
    Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
