package dev.homeroom.server.db;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes folders in the memory's file system for the databases of tests: to remove those from a busy
 * disk takes longer than the tests.
 *
 * <p>A process holds the lock of its folder until it ends, also when it is killed. Whoever makes a
 * folder removes those whose lock is free. That is done by one process at a time.
 */
final class MemoryFolder {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final String PREFIX = "homeroom-postgres-";
  private static final long ROOM = 4L << 30;

  /**
   * The locks of this process. A lock ends when nobody refers to it, and when any channel to its
   * file is closed.
   */
  private static final Map<Path, FileLock> HELD = new HashMap<>();

  private MemoryFolder() {}

  /** A new folder; nothing where the disk has to do. */
  static Optional<Path> make() throws IOException {
    if (!Files.isWritable(MEMORY) || Files.getFileStore(MEMORY).getUsableSpace() < ROOM) {
      return Optional.empty();
    }
    return Optional.of(make(MEMORY));
  }

  /** A new folder in the given one, empty and held by this process. */
  static synchronized Path make(Path memory) throws IOException {
    try (var turns = channel(memory.resolve(PREFIX + "turns"));
        var turn = turns.lock()) {
      removeLeftovers(memory);
      var own = Files.createTempDirectory(memory, PREFIX);
      hold(own);
      return Files.createDirectory(own.resolve("data"));
    }
  }

  @SuppressWarnings("resource") // held until the process ends
  private static void hold(Path folder) throws IOException {
    HELD.put(folder, channel(lockFile(folder)).lock());
  }

  private static void removeLeftovers(Path memory) throws IOException {
    try (var folders = Files.newDirectoryStream(memory, PREFIX + "*")) {
      for (var folder : folders) {
        if (Files.isDirectory(folder)
            && Files.isWritable(folder)
            && !HELD.containsKey(folder)
            && isLeft(folder)) {
          remove(folder);
        }
      }
    }
  }

  private static boolean isLeft(Path folder) throws IOException {
    try (var channel = channel(lockFile(folder));
        var lock = channel.tryLock()) {
      return lock != null;
    }
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (DirectoryNotEmptyException filled) {
      // A Postgres that outlives its killed process for a moment; the next process removes it.
    }
  }

  private static Path lockFile(Path folder) {
    return folder.resolve("lock");
  }

  private static FileChannel channel(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }
}
