package dev.homeroom.server.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/**
 * A folder of this process in the memory's file system, where there is one with room: to remove the
 * databases of all tests from a busy disk takes longer than the tests.
 */
final class MemoryFolder {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final String PREFIX = "homeroom-test-";
  private static final long ROOM = 4L << 30;

  private MemoryFolder() {}

  /** A new folder; nothing where the disk has to do. */
  static Optional<Path> make() throws IOException {
    if (!Files.isWritable(MEMORY)) {
      return Optional.empty();
    }
    removeThoseOfTheDead();
    if (Files.getFileStore(MEMORY).getUsableSpace() < ROOM) {
      return Optional.empty();
    }
    return Optional.of(
        Files.createDirectory(MEMORY.resolve(PREFIX + ProcessHandle.current().pid())));
  }

  /** What processes left behind that had no time to clean up. */
  private static void removeThoseOfTheDead() throws IOException {
    try (var folders = Files.newDirectoryStream(MEMORY, PREFIX + "[0-9]*")) {
      for (var folder : folders) {
        var pid = Long.parseLong(folder.getFileName().toString().substring(PREFIX.length()));
        if (ProcessHandle.of(pid).isEmpty() && Files.isWritable(folder)) {
          try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
              Files.deleteIfExists(file);
            }
          }
        }
      }
    }
  }
}
