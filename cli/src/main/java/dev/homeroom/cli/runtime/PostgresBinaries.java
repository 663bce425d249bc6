package dev.homeroom.cli.runtime;

import dev.homeroom.cli.console.CommandFailure;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of Postgres, unpacked from the dependency that contains them.
 *
 * @param directory holds {@code bin}, {@code lib} and {@code share}
 */
public record PostgresBinaries(Path directory) {
  private static final int OWNER_MAY_EXECUTE = 0100;

  /**
   * Finds the programs in the cache, or unpacks them there: about two seconds, once per version.
   * Safe to call from several processes at once.
   *
   * @param cache the folder for them
   * @param version of the dependency that contains them
   */
  public static PostgresBinaries unpack(Path cache, String version) {
    var system =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "Darwin" : "Linux";
    var machine =
        System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
    var directory = cache.resolve(version + "-" + system + "-" + machine);
    if (!Files.exists(directory)) {
      try {
        Files.createDirectories(cache);
        var scratch = Files.createTempDirectory(cache, ".new-");
        extract(DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine), scratch);
        moveIntoPlace(scratch, directory);
      } catch (IOException | IllegalStateException e) {
        throw CommandFailure.failed("cannot unpack Postgres into " + cache + ": " + e.getMessage());
      }
    }
    return new PostgresBinaries(directory);
  }

  /** Returns the path of one program. */
  public Path program(String name) {
    return directory.resolve("bin").resolve(name);
  }

  private static void moveIntoPlace(Path scratch, Path directory) throws IOException {
    try {
      Files.move(scratch, directory, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      FolderTrees.delete(scratch);
      if (!Files.exists(directory)) {
        throw e;
      }
    }
  }

  private static void extract(InputStream archive, Path to) throws IOException {
    try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        place(tar, entry, to);
      }
    }
  }

  private static void place(TarArchiveInputStream tar, TarArchiveEntry entry, Path to)
      throws IOException {
    var file = to.resolve(entry.getName()).normalize();
    if (!file.startsWith(to)) {
      throw new IOException("the archive names a file outside of it");
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.resolve("..").normalize());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, file);
      if ((entry.getMode() & OWNER_MAY_EXECUTE) != 0 && !file.toFile().setExecutable(true)) {
        throw new IOException("cannot make " + file + " executable");
      }
    }
  }
}
