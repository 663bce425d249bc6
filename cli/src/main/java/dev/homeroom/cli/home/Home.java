package dev.homeroom.cli.home;

import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.cli.runtime.FolderTrees;
import dev.homeroom.cli.runtime.ProcessId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder of one {@code up}'s files: the user's data directory, or a temporary folder that is
 * deleted on close. While a data directory is open, no other process can open it.
 */
public final class Home implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SETTINGS = "homeroom.json";
  private static final String RECORD = "up.json";
  private static final String LOCK = ".lock";

  private final Path directory;
  private final boolean temporary;
  private final Runs runs;
  private final @Nullable Settings before;
  private final @Nullable FileChannel lock;
  private @Nullable RunRecord record;

  private Home(
      Path directory,
      boolean temporary,
      Runs runs,
      @Nullable Settings before,
      @Nullable FileChannel lock) {
    this.directory = directory;
    this.temporary = temporary;
    this.runs = runs;
    this.before = before;
    this.lock = lock;
  }

  /** Creates a folder for this process alone, deleted on close. */
  public static Home temporary(Cache cache) throws IOException {
    PrivateFiles.directory(cache.runs());
    var directory = cache.runs().resolve(Long.toString(ProcessHandle.current().pid()));
    FolderTrees.delete(directory); // left by an earlier process with our process id
    PrivateFiles.directory(directory);
    return new Home(directory, true, new Runs(cache), null, null);
  }

  /**
   * Opens the user's data directory and ends the processes that a killed {@code up} left running
   * there.
   *
   * @param postgres the major version of the Postgres that will open it
   * @throws CommandFailure when the folder holds other files, has another format or version, or is
   *     in use
   */
  public static Home kept(Path folder, Cache cache, String postgres) throws IOException {
    var directory = folder.toAbsolutePath().normalize();
    PrivateFiles.directory(cache.runs());
    var before = checked(directory, postgres);
    PrivateFiles.directory(directory);
    var lock = lock(directory);
    recordOf(directory).ifPresent(Runs::endOrphans);
    return new Home(directory, false, new Runs(cache), before, lock);
  }

  /** Returns the path of the folder. */
  public Path directory() {
    return directory;
  }

  /** Returns whether the folder is deleted on close. */
  public boolean isTemporary() {
    return temporary;
  }

  /** Returns the settings of the last run here; empty on the first. */
  public Optional<Settings> settings() {
    return Optional.ofNullable(before);
  }

  /** Saves the settings of this run. */
  public void remember(Settings settings) throws IOException {
    PrivateFiles.write(directory.resolve(SETTINGS), JSON.writeValueAsString(settings));
  }

  /** Writes the record by which other commands find this run. */
  public synchronized void write(RunRecord now) throws IOException {
    record = now;
    now.write(runs.fileOf(now));
    now.write(directory.resolve(RECORD));
  }

  @Override
  public synchronized void close() throws IOException {
    if (record != null) {
      Files.deleteIfExists(runs.fileOf(record));
      Files.deleteIfExists(directory.resolve(RECORD));
    }
    if (temporary) {
      FolderTrees.delete(directory);
    }
    if (lock != null) {
      lock.close();
    }
  }

  static Optional<RunRecord> recordOf(Path directory) {
    return RunRecord.read(directory.resolve(RECORD));
  }

  private static @Nullable Settings checked(Path directory, String postgres) throws IOException {
    if (!Files.exists(directory)) {
      return null;
    }
    if (!Files.isDirectory(directory)) {
      throw CommandFailure.usage(directory + " is not a folder");
    }
    var file = directory.resolve(SETTINGS);
    if (!Files.exists(file)) {
      if (isEmpty(directory)) {
        return null;
      }
      throw CommandFailure.usage(
          directory + " holds other files and no Homeroom data; choose an empty folder");
    }
    var settings = read(file);
    if (settings.format() != Settings.FORMAT) {
      throw CommandFailure.usage(
          "%s was made by another version of Homeroom (format %d, this one reads %d); choose another folder"
              .formatted(directory, settings.format(), Settings.FORMAT));
    }
    if (!settings.postgres().equals(postgres)) {
      throw CommandFailure.usage(
          "%s holds data of Postgres %s and this is Postgres %s; choose another folder"
              .formatted(directory, settings.postgres(), postgres));
    }
    return settings;
  }

  private static Settings read(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readString(file), Settings.class);
    } catch (JacksonException e) {
      throw CommandFailure.usage(
          file + " was made by another version of Homeroom; choose another folder");
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.allMatch(entry -> entry.endsWith(LOCK));
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    var channel =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // locked by this process: the same refusal
    }
    channel.close();
    var holder = recordOf(directory).map(RunRecord::up).map(ProcessId::pid);
    throw CommandFailure.usage(
        "%s is in use by another ./homeroom up%s; end it first or choose another --data-dir"
            .formatted(directory, holder.map(pid -> " (pid " + pid + ")").orElse("")));
  }
}
