package dev.homeroom.server.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that start together: a build runs several, also after one that was killed. */
class MemoryFolderTest {
  private static final int PROCESSES = 4;
  private static final int FILES = 3_000;

  @TempDir Path memory;

  @Test
  void processes_that_start_together_get_a_folder_each_and_remove_what_the_killed_left()
      throws Exception {
    var left = leave();
    var processes = new ArrayList<Process>();
    var folders = new HashSet<Path>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(start());
      }
      for (var process : processes) {
        folders.add(Path.of(process.inputReader().readLine()));
      }

      assertThat(folders).hasSize(PROCESSES).allMatch(Files::isDirectory);
      assertThat(left).doesNotExist();
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
    for (var process : processes) {
      process.waitFor();
    }

    var next = MemoryFolder.make(memory);

    assertThat(next).isEmptyDirectory();
    assertThat(folders).noneMatch(Files::exists);
    System.gc(); // which closes files that nobody refers to
    assertThat(MemoryFolder.make(memory)).as("another one of this process").isNotEqualTo(next);
    assertThat(next).as("held by this process").isDirectory();
  }

  /** The folder of a process that was killed, with what a Postgres has in it. */
  private Path leave() throws IOException, InterruptedException {
    var process = start();
    var folder = Path.of(process.inputReader().readLine());
    for (int i = 0; i < FILES; i++) {
      Files.createFile(folder.resolve("file" + i));
    }
    process.destroyForcibly().waitFor();
    return folder;
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            memory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Makes a folder, prints it and holds it until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws Exception {
      System.out.println(MemoryFolder.make(Path.of(args[0])));
      Thread.currentThread().join();
    }
  }
}
