package dev.homeroom.cli.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.cli.console.Refusal;
import dev.homeroom.cli.runtime.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HomeTest {
  @TempDir Path folder;

  private Cache cache;

  @BeforeEach
  void makeCache() {
    cache = new Cache(folder.resolve("cache"));
  }

  @Test
  void a_temporary_home_leaves_nothing() throws IOException {
    var home = Home.temporary(cache);
    home.tell(recordOf(ProcessHandle.current(), home.directory(), true, List.of()));
    Files.writeString(home.directory().resolve("keyset.json"), "{}");

    home.close();

    try (var left = Files.list(cache.runs())) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void a_running_up_is_found_and_only_its_owner_may_read_its_record() throws IOException {
    try (var home = Home.temporary(cache)) {
      home.tell(recordOf(ProcessHandle.current(), home.directory(), true, List.of()));

      assertThat(new Runs(cache).require(Optional.empty()).server()).isEqualTo("127.0.0.1:7070");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(home.directory().resolve("up.json"))))
          .isEqualTo("rw-------");
    }
    assertThat(new Runs(cache).newest()).isEmpty();
  }

  @Test
  void a_data_directory_remembers_its_settings() throws IOException {
    try (var home = Home.kept(folder.resolve("data"), cache, "18")) {
      assertThat(home.settings()).isEmpty();
      home.remember(new Settings(Settings.FORMAT, "18", 777, 5));
    }
    try (var home = Home.kept(folder.resolve("data"), cache, "18")) {
      assertThat(home.settings()).contains(new Settings(Settings.FORMAT, "18", 777, 5));
    }
  }

  @Test
  void a_data_directory_has_one_user_at_a_time() throws IOException {
    try (var home = Home.kept(folder.resolve("data"), cache, "18")) {
      home.remember(new Settings(Settings.FORMAT, "18", null, 1));
      home.tell(recordOf(ProcessHandle.current(), home.directory(), false, List.of()));

      assertThatThrownBy(() -> Home.kept(folder.resolve("data"), cache, "18"))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining(
              "is in use by another ./homeroom up (pid %d)"
                  .formatted(ProcessHandle.current().pid()));
    }
  }

  @Test
  void what_a_killed_up_left_running_is_ended() throws Exception {
    var orphan = new ProcessBuilder("sleep", "600").start();
    var dead = new ProcessBuilder("true").start();
    var data = Files.createDirectories(folder.resolve("left"));
    PrivateFiles.directory(cache.runs());
    var record =
        new RunRecord(
            new ProcessId("up", dead.pid(), 1),
            data.toString(),
            true,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(ProcessId.of("sleep", orphan.toHandle())));
    dead.waitFor();
    record.write(cache.runs().resolve(dead.pid() + ".json"));

    new Runs(cache).clean();

    assertThat(orphan.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(data).doesNotExist();
    assertThat(cache.runs()).isEmptyDirectory();
  }

  @Test
  void a_later_process_with_the_number_of_a_dead_child_is_left_alone() throws Exception {
    var somebody = new ProcessBuilder("sleep", "600").start();
    try {
      PrivateFiles.directory(cache.runs());
      var child = new ProcessId("server", somebody.pid(), 1);
      new RunRecord(
              new ProcessId("up", somebody.pid(), 1),
              folder.resolve("left").toString(),
              true,
              null,
              null,
              null,
              null,
              null,
              null,
              List.of(child))
          .write(cache.runs().resolve("1.json"));

      new Runs(cache).clean();

      assertThat(somebody.isAlive()).isTrue();
    } finally {
      somebody.destroyForcibly();
    }
  }

  private static RunRecord recordOf(
      ProcessHandle up, Path home, boolean temporary, List<ProcessId> children) {
    return new RunRecord(
        ProcessId.of("up", up),
        home.toString(),
        temporary,
        "127.0.0.1:7070",
        "http://127.0.0.1:7080",
        "http://127.0.0.1:7081",
        "000000000000000000000000",
        null,
        null,
        children);
  }
}
