package dev.homeroom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
}
