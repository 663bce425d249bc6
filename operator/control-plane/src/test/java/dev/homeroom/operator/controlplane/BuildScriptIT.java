package dev.homeroom.operator.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code build}, as far as it goes without building; tests run beside it. */
final class BuildScriptIT {
  /** What the script needs of the system; notably neither go nor curl. */
  private static final List<String> TOOLS =
      List.of("bash", "dirname", "mkdir", "mktemp", "mv", "rm", "sed", "flock");

  @TempDir Path folder;

  private record Result(int exitCode, String out, String err) {}

  @Test
  void a_folder_that_is_named_is_taken() throws Exception {
    var assets = programs(folder.resolve("assets"), "kube-apiserver", "etcd", "kubectl");

    var result = run(Map.of("KUBEBUILDER_ASSETS", assets.toString()));

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo(assets + "\n");
    assertThat(result.err()).isEqualTo("control plane: from KUBEBUILDER_ASSETS\n");
  }

  @Test
  void a_named_folder_that_lacks_a_program_is_refused() throws Exception {
    var assets = programs(folder.resolve("assets"), "kube-apiserver", "etcd");

    var result = run(Map.of("KUBEBUILDER_ASSETS", assets.toString()));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("lacks one of: kube-apiserver etcd kubectl").hasLineCount(1);
  }

  @Test
  void the_cache_comes_next() throws Exception {
    var cached =
        programs(
            folder.resolve("homeroom/control-plane/1.36.3"), "kube-apiserver", "etcd", "kubectl");

    var result = run(Map.of("XDG_CACHE_HOME", folder.toString()));

    assertThat(result.out()).isEqualTo(cached + "\n");
  }

  @Test
  void where_nothing_works_one_line_says_what_to_install() throws Exception {
    var tools = Files.createDirectory(folder.resolve("tools"));
    for (var tool : TOOLS) {
      var program = Path.of("/usr/bin", tool);
      if (Files.isExecutable(program)) {
        Files.createSymbolicLink(tools.resolve(tool), program);
      }
    }

    var result =
        run(Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString(), "PATH", tools.toString()));

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .contains("no go to build one; install Go 1.26 or newer, or set KUBEBUILDER_ASSETS")
        .hasLineCount(1);
  }

  @Test
  void an_unknown_argument_is_refused() throws Exception {
    var result = run(Map.of(), "--fast");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo("control plane: unknown argument --fast; there is only --help\n");
  }

  private static Path programs(Path directory, String... names) throws Exception {
    Files.createDirectories(directory);
    for (var name : names) {
      assertThat(Files.createFile(directory.resolve(name)).toFile().setExecutable(true)).isTrue();
    }
    return directory;
  }

  private Result run(Map<String, String> environment, String... arguments) throws Exception {
    var command =
        new ArrayList<>(
            List.of("/usr/bin/env", "bash", Path.of("build").toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectError(folder.resolve("err").toFile());
    builder.environment().remove("KUBEBUILDER_ASSETS");
    builder.environment().putAll(environment);
    var process = builder.start();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), out, Files.readString(folder.resolve("err")));
  }
}
