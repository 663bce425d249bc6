package dev.homeroom.cli.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.cli.console.CommandFailure;
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
    home.write(recordOf(ProcessHandle.current(), home.directory(), true, List.of()));
    Files.writeString(home.directory().resolve("keyset.json"), "{}");

    home.close();

    try (var left = Files.list(cache.runs())) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void a_running_up_is_found_and_only_its_owner_may_read_its_record() throws IOException {
    try (var home = Home.temporary(cache)) {
      home.write(recordOf(ProcessHandle.current(), home.directory(), true, List.of()));

      assertThat(
              new RunChoice(new Runs(cache), Path.of("/checkout"))
                  .require(Optional.empty())
                  .server())
          .isEqualTo("127.0.0.1:7070");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(home.directory().resolve("up.json"))))
          .isEqualTo("rw-------");
    }
    assertThat(new Runs(cache).running()).isEmpty();
  }

  @Test
  void a_data_directory_remembers_its_settings() throws IOException {
    try (var home = Home.kept(folder.resolve("data"), cache, "18")) {
      assertThat(home.settings()).isEmpty();
      home.remember(new Settings(Settings.FORMAT, "18", 777, 5, null));
    }
    try (var home = Home.kept(folder.resolve("data"), cache, "18")) {
      assertThat(home.settings()).contains(new Settings(Settings.FORMAT, "18", 777, 5, null));
    }
  }

  @Test
  void a_data_directory_has_one_user_at_a_time() throws IOException {
    try (var home = Home.kept(folder.resolve("data"), cache, "18")) {
      home.remember(new Settings(Settings.FORMAT, "18", null, 1, null));
      home.write(recordOf(ProcessHandle.current(), home.directory(), false, List.of()));

      assertThatThrownBy(() -> Home.kept(folder.resolve("data"), cache, "18"))
          .isInstanceOf(CommandFailure.class)
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
              null,
              List.of(child))
          .write(cache.runs().resolve("1.json"));

      new Runs(cache).clean();

      assertThat(somebody.isAlive()).isTrue();
    } finally {
      somebody.destroyForcibly();
    }
  }

  @Test
  void a_command_means_the_only_up_of_its_checkout_and_never_one_of_another() throws IOException {
    try (var other = Home.kept(folder.resolve("other"), cache, "18")) {
      other.write(recordOf(ProcessHandle.current(), other.directory(), false, List.of()));
      var mine = new RunChoice(new Runs(cache), Path.of("/my checkout"));

      assertThatThrownBy(() -> mine.require(Optional.empty()))
          .isInstanceOf(CommandFailure.class)
          .hasMessageContaining("no running ./homeroom up found that was started from /my checkout")
          .hasMessageContaining(
              "in another terminal, or name one of those that run:\n  --data-dir ")
          .hasMessageContaining(
              "--data-dir %s   server 127.0.0.1:7070, started from /checkout, since 2"
                  .formatted(other.directory()));
      assertThat(mine.require(Optional.of(folder.resolve("other"))).server())
          .isEqualTo("127.0.0.1:7070");
      assertThat(mine.serving("127.0.0.1:7070")).isPresent();
      assertThat(mine.serving("127.0.0.1:7071")).isEmpty();
    }
  }

  @Test
  void with_several_of_its_checkout_a_command_means_none_and_lists_them() throws Exception {
    var sleeper = new ProcessBuilder("sleep", "600").start();
    try (var one = Home.kept(folder.resolve("one"), cache, "18");
        var two = Home.kept(folder.resolve("two"), cache, "18")) {
      one.write(recordOf(ProcessHandle.current(), one.directory(), false, List.of()));
      two.write(recordOf(sleeper.toHandle(), two.directory(), false, List.of()));
      var choice = new RunChoice(new Runs(cache), Path.of("/checkout"));

      assertThatThrownBy(() -> choice.require(Optional.empty()))
          .isInstanceOf(CommandFailure.class)
          .hasMessageStartingWith("2 ./homeroom up run from /checkout; name the one that is meant:")
          .hasMessageContaining("--data-dir " + one.directory())
          .hasMessageContaining("--data-dir " + two.directory());
      assertThat(choice.require(Optional.of(two.directory())).home())
          .isEqualTo(two.directory().toString());
    } finally {
      sleeper.destroyForcibly();
    }
  }

  private static RunRecord recordOf(
      ProcessHandle up, Path home, boolean temporary, List<ProcessId> children) {
    return new RunRecord(
        ProcessId.of("up", up),
        home.toString(),
        temporary,
        "/checkout",
        "127.0.0.1:7070",
        "http://127.0.0.1:7080",
        "http://127.0.0.1:7081",
        "000000000000000000000000",
        null,
        null,
        children);
  }
}
