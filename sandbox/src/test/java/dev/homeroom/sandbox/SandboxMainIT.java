package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.testing.JavaProcess;
import dev.homeroom.testing.JavaProgram;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The sandbox as a process of its own. */
@Timeout(60)
final class SandboxMainIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int SIGTERM = 128 + 15;

  @TempDir Path directory;

  @Test
  void tells_where_it_answers_and_ends_when_told() throws Exception {
    var ready = directory.resolve("ready.json");
    try (var process =
        start("--sandbox-port=0", "--students=50", "--seed=7", "--ready-file=" + ready)) {
      var told = awaitReady(process, ready);

      assertThat(told.path("pid").asLong()).isEqualTo(process.pid());
      assertThat(text(told, "issuer")).isEqualTo(text(told, "url") + "/oidc");
      assertThat(process.out().lines().findFirst().orElseThrow())
          .contains(
              text(told, "url"),
              text(told, "district"),
              text(told, "token"),
              "50 students",
              "curl");
      var client = new PlainClient(text(told, "url"), text(told, "token"));
      assertThat(client.count("/v3.1/users?role=student&count=true")).isEqualTo(50);
      assertThat(client.ids("/v3.1/districts")).containsExactly(text(told, "district"));
      assertThat(text(told, "control")).startsWith("http://127.0.0.1:");
      assertThat(command("withdraw", client.ids("/v3.1/users?role=student").getFirst(), told))
          .isZero();
      assertThat(client.count("/v3.1/users?role=student&count=true")).isEqualTo(49);

      process.stop();
      assertThat(process.exitCode()).isIn(0, SIGTERM);
    }
  }

  @Test
  void a_killed_sandbox_that_is_started_again_has_forgotten_nothing() throws Exception {
    var history = "--history-dir=" + directory.resolve("history");
    var first = directory.resolve("first.json");
    var process = start("--sandbox-port=0", "--students=50", history, "--ready-file=" + first);
    String student;
    String events;
    try {
      var told = awaitReady(process, first);
      var client = new PlainClient(text(told, "url"), text(told, "token"));
      student = client.ids("/v3.1/users?role=student").getFirst();
      assertThat(command("withdraw", student, told)).isZero();
      events = client.get("/v3.1/events").body();
    } finally {
      process.kill();
    }

    var second = directory.resolve("second.json");
    var again = start("--sandbox-port=0", "--students=50", history, "--ready-file=" + second);
    try {
      var told = awaitReady(again, second);
      var client = new PlainClient(text(told, "url"), text(told, "token"));
      assertThat(client.get("/v3.1/users/" + student).statusCode()).isEqualTo(404);
      assertThat(client.get("/v3.1/events").body()).isEqualTo(events).contains(student);
    } finally {
      again.kill();
    }
  }

  @Test
  void a_command_that_was_answered_outlives_a_kill_between_others() throws Exception {
    var history = "--history-dir=" + directory.resolve("history");
    var first = directory.resolve("first.json");
    var process = start("--sandbox-port=0", "--students=50", history, "--ready-file=" + first);
    var sent = new AtomicInteger();
    var answered = new AtomicInteger();
    try (var sender = Executors.newVirtualThreadPerTaskExecutor()) {
      var told = awaitReady(process, first);
      var sending =
          sender.submit(() -> {
            while (edit(told, sent.incrementAndGet()) == 200) {
              answered.set(sent.get());
            }
            return sent;
          });
      while (answered.get() < 100) {
        Thread.onSpinWait();
      }
      process.kill();
      assertThatThrownBy(sending::get).hasCauseInstanceOf(IOException.class);
    } finally {
      process.kill();
    }

    assertThat(sisType(history)).isIn("sis-" + answered.get(), "sis-" + sent.get());
  }

  @Test
  void a_command_for_which_the_disk_has_no_room_is_refused_and_never_happens() throws Exception {
    var history = "--history-dir=" + directory.resolve("history");
    var first = directory.resolve("first.json");
    var process =
        startWithin(16, "--sandbox-port=0", "--students=50", history, "--ready-file=" + first);
    var edits = 0;
    try {
      var told = awaitReady(process, first);
      var status = 200;
      while (status == 200 && edits < 1_000) {
        status = edit(told, ++edits);
      }
      assertThat(status).isEqualTo(503);
      assertThat(edit(told, edits)).isEqualTo(503);
    } finally {
      process.kill();
    }

    assertThat(edits).isGreaterThan(10);
    assertThat(sisType(history)).isEqualTo("sis-" + (edits - 1));
  }

  /** Edits the district's record; tells the status of the answer. */
  private static int edit(JsonNode told, int number) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(text(told, "control") + "/profile"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"sisType\":\"sis-" + number + "\"}"))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /** The number of the last edit that was kept, read after another start. */
  private String sisType(String history) throws Exception {
    var ready = directory.resolve("again.json");
    var again = start("--sandbox-port=0", "--students=50", history, "--ready-file=" + ready);
    try {
      var told = awaitReady(again, ready);
      var client = new PlainClient(text(told, "url"), text(told, "token"));
      return text(client.walk("/v3.1/districts").getFirst(), "sis_type");
    } finally {
      again.kill();
    }
  }

  private static JsonNode awaitReady(JavaProcess process, Path file) {
    return PlainClient.MAPPER.readTree(process.awaitFile(file));
  }

  /** Runs a command of the sandbox in a process of its own. */
  private int command(String verb, String argument, JsonNode told) throws Exception {
    try (var process = start(verb, argument, "--control", text(told, "control"))) {
      int code = process.exitCode();
      assertThat(process.out().lines()).anyMatch(line -> line.contains("removed"));
      return code;
    }
  }

  private JavaProcess start(String... arguments) throws IOException {
    return JavaProgram.of(SandboxMain.class).start(directory, arguments);
  }

  /** Starts it so that no file of it may become larger than so many KiB. */
  private JavaProcess startWithin(int kibibytes, String... arguments) throws IOException {
    return JavaProgram.of(SandboxMain.class)
        .behind("bash", "-c", "ulimit -f " + kibibytes + "; exec \"$@\"", "bash")
        .with("-XX:-UsePerfData") // a file of 32 KiB
        .start(directory, arguments);
  }
}
