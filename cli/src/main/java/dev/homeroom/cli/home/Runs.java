package dev.homeroom.cli.home;

import dev.homeroom.cli.runtime.FolderTrees;
import dev.homeroom.cli.runtime.ProcessEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Finds the {@code up}s of this user. */
public final class Runs {
  private final Path directory;

  public Runs(Cache cache) {
    this.directory = cache.runs();
  }

  /** Returns those that run now, serving or not yet, the earliest first. */
  public List<RunRecord> running() {
    return records().stream()
        .filter(RunRecord::runs)
        .sorted(Comparator.comparingLong(record -> record.up().startMillis()))
        .toList();
  }

  /** Ends the processes and deletes the files that killed {@code up}s left behind. */
  public void clean() throws IOException {
    for (var record : records()) {
      if (!record.runs()) {
        endOrphans(record);
        if (record.temporary()) {
          FolderTrees.delete(Path.of(record.home()));
        }
        Files.deleteIfExists(fileOf(record));
      }
    }
  }

  /** Ends the children that outlived their {@code up}, the latest first. */
  static void endOrphans(RunRecord record) {
    for (var child : record.children().reversed()) {
      child
          .find()
          .ifPresent(child.name().equals("postgres") ? ProcessEnd::interrupt : ProcessEnd::end);
    }
  }

  Path fileOf(RunRecord record) {
    return directory.resolve(record.up().pid() + ".json");
  }

  private List<RunRecord> records() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .flatMap(file -> RunRecord.read(file).stream())
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
