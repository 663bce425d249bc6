package dev.homeroom.cli.home;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Creates files and folders that only their owner may read. */
public final class PrivateFiles {
  private PrivateFiles() {}

  /** Writes a file atomically: readers see the old text or the new one. */
  public static void write(Path file, String text) throws IOException {
    var scratch =
        Files.createTempFile(
            file.resolveSibling("."),
            "." + file.getFileName(),
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(scratch, text);
    Files.move(scratch, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Creates the folder unless it exists, and gives access to its owner only. */
  public static void directory(Path folder) throws IOException {
    var parent = folder.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder);
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }
}
