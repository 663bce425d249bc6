package dev.homeroom.cli.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code homeroom up --kube}, as a person follows what it prints. */
final class UpKubeIT {
  @TempDir Path folder;

  @AfterEach
  void nothing_is_left_running() {
    assertThat(Command.processesOf(folder)).isEmpty();
  }

  @Test
  void what_it_prints_works_as_printed_on_a_real_api_server() throws Exception {
    try (var up =
        Command.startWithSharedCache(
            "up",
            "--kube",
            "--data-dir",
            folder.resolve("data").toString(),
            "--port",
            "0",
            "--sandbox-port",
            "0")) {
      up.awaitOut(line -> line.startsWith("Ctrl-C"));

      var printed =
          up.outSoFar().stream()
              .filter(line -> line.matches(" {2}(export|\\S*kubectl) .*"))
              .map(String::strip)
              .collect(Collectors.joining("\n"));
      var shell = new ProcessBuilder("bash", "-euxc", printed).redirectErrorStream(true).start();
      var said = new String(shell.getInputStream().readAllBytes(), UTF_8);

      assertThat(shell.waitFor()).as(said).isZero();
      assertThat(said)
          .containsPattern("demo +[0-9a-f]{24} +District +True +Ready +False +1004 ")
          .contains("Clever refuses the district's token")
          .containsPattern("districtsync.homeroom.dev \"demo\" deleted");

      up.interrupt();
      assertThat(up.end().exitCode()).isEqualTo(130);
    }
  }
}
