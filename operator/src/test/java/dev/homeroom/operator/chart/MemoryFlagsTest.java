package dev.homeroom.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.testing.JavaProgram;
import dev.homeroom.testing.MemoryHog;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chart's options of Java, in a process that takes more memory than there is. */
final class MemoryFlagsTest {
  @ParameterizedTest
  @CsvSource({
    "test-values.yaml,operator",
    "test-values.yaml,server",
    "all-values.yaml,operator",
    "all-values.yaml,server"
  })
  void out_of_memory_ends_the_process_and_says_so(
      String values, String component, @TempDir Path folder) throws Exception {
    var program =
        JavaProgram.of(MemoryHog.class)
            .with("-Xmx16m")
            .in(Map.of("JDK_JAVA_OPTIONS", options(values, component)));
    try (var process = program.start(folder)) {
      assertThat(process.exitCode()).isEqualTo(3);
      assertThat(process.out() + process.err())
          .contains("Terminating due to java.lang.OutOfMemoryError")
          .doesNotContain("goes on");
    }
  }

  private static String options(String values, String component) {
    var source = "templates/" + component + "-deployment.yaml";
    return Arrays.stream(Chart.template(values).call().split("\n---\n", -1))
        .filter(each -> each.contains(source))
        .map(each -> Serialization.unmarshal(each, Deployment.class))
        .flatMap(each -> each.getSpec().getTemplate().getSpec().getContainers().stream())
        .flatMap(each -> each.getEnv().stream())
        .filter(each -> each.getName().equals("JDK_JAVA_OPTIONS"))
        .map(EnvVar::getValue)
        .findFirst()
        .orElseThrow();
  }
}
