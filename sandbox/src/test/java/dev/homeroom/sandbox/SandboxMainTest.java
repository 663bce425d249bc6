package dev.homeroom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line refuses, and how: one line and exit code 2. */
final class SandboxMainTest {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void giveBack() {
    System.setOut(out);
    System.setErr(err);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "--prot=1, Unknown option: '--prot=1'",
        "--students=3, from 10 to 1000000 students",
        "--students=many, 'many' is not an int",
        "--drift=lots, a percentage like 3%",
        "--profile=tidy, `one of clean, defects, odd`",
        "--host=192.0.2.1, at 192.0.2.1 cannot be used",
        "--rate-limit=-1, 0 or more",
        "--control-host=192.0.2.1, cannot be used for the control API",
        "stat, 'stat'",
        "--ready-file=/nowhere/at/all, cannot read or write a file",
        "--drift=90%, at most 50 percent",
        "--key-file=/proc/version, JSON Web Key",
        "--redirect-uri=ftp://host/callback, a redirect URI is an http or https URL"
      })
  void refuses_what_it_does_not_understand(String argument, String reason) {
    assertThat(SandboxMain.run("--sandbox-port=0", argument)).isEqualTo(2);
    assertThat(complained.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains(reason);
  }

  @Test
  void refuses_a_taken_port() throws IOException {
    try (var sandbox = Sandbox.start(SandboxConfig.demo())) {
      var port = sandbox.baseUrl().substring(sandbox.baseUrl().lastIndexOf(':') + 1);

      assertThat(SandboxMain.run("--sandbox-port", port)).isEqualTo(2);
      assertThat(complained.toString(StandardCharsets.UTF_8).lines())
          .singleElement()
          .asString()
          .contains("port " + port, "cannot be used", "--sandbox-port");
    }
  }

  @Test
  void refuses_a_port_that_cannot_be() {
    assertThat(SandboxMain.run("--sandbox-port=99999")).isEqualTo(2);
    assertThat(complained.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains("out of range");
  }

  @Test
  void prints_what_a_drift_changes() {
    assertThat(SandboxMain.run("--students=200", "--drift=3%", "--print-drift")).isZero();

    var summary = PlainClient.MAPPER.readTree(printed.toString(StandardCharsets.UTF_8));
    assertThat(summary.path("roles").path("student").path("created").asInt()).isPositive();
    assertThat(summary.path("types").path("sections").path("updated").asInt()).isPositive();
    assertThat(summary.path("enrollments").path("removed").asInt()).isPositive();
  }

  @Test
  void walks_a_running_sandbox_and_says_when_its_rate_limit_is_in_the_way(@TempDir Path directory)
      throws IOException {
    var ready = directory.resolve("ready.json");
    var config = SandboxConfig.demo().withStudents(50);
    try (var sandbox = Sandbox.start(config.withRateLimit(0));
        var limited = Sandbox.start(config.withRateLimit(2))) {
      tell(ready, sandbox);
      assertThat(SandboxMain.run("walk", "--page-size=10", "--running=" + ready)).isZero();
      assertThat(printed.toString(StandardCharsets.UTF_8))
          .containsPattern("users +107")
          .contains("records/s", "SHA-256 of all pages");

      tell(ready, limited);
      assertThat(SandboxMain.run("walk", "--page-size=10", "--running=" + ready)).isEqualTo(2);
      assertThat(complained.toString(StandardCharsets.UTF_8))
          .contains("answered 429", "the rate limit of the sandbox must be 0");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--page-size=0, --page-size is 1 to 10000",
    "--runs=0, --runs is 1 or more",
    "--api=v2.1, --api is v3.0 or v3.1"
  })
  void refuses_a_walk_that_cannot_be(String argument, String reason) {
    assertThat(SandboxMain.run("walk", argument)).isEqualTo(2);
    assertThat(complained.toString(StandardCharsets.UTF_8)).contains(reason);
  }

  private static void tell(Path ready, Sandbox sandbox) throws IOException {
    Files.writeString(
        ready,
        """
        {"pid": %d, "url": "%s", "token": "%s"}
        """
            .formatted(ProcessHandle.current().pid(), sandbox.baseUrl(), sandbox.token()));
  }
}
