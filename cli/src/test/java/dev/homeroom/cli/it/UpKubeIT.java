package dev.homeroom.cli.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** {@code homeroom up --kube}, as a person follows what it prints. */
final class UpKubeIT {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  @AfterEach
  void nothing_is_left_running() {
    assertThat(Command.processesOf(folder)).isEmpty();
  }

  @Test
  void what_it_prints_works_as_printed_also_after_the_api_server_was_killed() throws Exception {
    var data = folder.resolve("data dir"); // a blank has to survive
    var ready = folder.resolve("up.json");
    try (var up =
        Command.startWithSharedCache(
            "up",
            "--kube",
            "--data-dir",
            data.toString(),
            "--port",
            "0",
            "--sandbox-port",
            "0",
            "--ready-file",
            ready.toString())) {
      up.awaitOut(line -> line.startsWith("Ctrl-C"));
      var told = JSON.readTree(Files.readString(ready));
      assertThat(told.path("kubeconfig").asString()).startsWith(data.toString());
      assertThat(Path.of(told.path("manifest").asString())).exists();

      assertThat(apiServer().destroyForcibly()).isTrue();
      up.awaitOut(line -> line.equals("kube-apiserver ended unexpectedly; starting it again"));
      up.awaitOut(line -> line.equals("kube-apiserver runs again"));

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

  private ProcessHandle apiServer() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().command().orElse("").endsWith("kube-apiserver"))
        .filter(process -> process.info().commandLine().orElse("").contains(folder.toString()))
        .findFirst()
        .orElseThrow();
  }
}
