package dev.homeroom.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The chart's options of Java, in a process that takes more memory than there is. */
final class MemoryFlagsTest {
  /** Takes all memory, and would go on after that. */
  public static void main(String[] arguments) {
    List<byte[]> taken = new ArrayList<>();
    try {
      while (true) {
        taken.add(new byte[1 << 20]);
      }
    } catch (OutOfMemoryError e) {
      var most = taken.size();
      taken.clear();
      System.out.println("goes on after " + most + " MB");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "test-values.yaml,operator",
    "test-values.yaml,server",
    "all-values.yaml,operator",
    "all-values.yaml,server"
  })
  void out_of_memory_ends_the_process_and_says_so(String values, String component)
      throws Exception {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx16m",
                "-cp",
                System.getProperty("java.class.path"),
                MemoryFlagsTest.class.getName())
            .redirectErrorStream(true);
    builder.environment().put("JDK_JAVA_OPTIONS", options(values, component));
    var process = builder.start();

    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said)
        .contains("Terminating due to java.lang.OutOfMemoryError")
        .doesNotContain("goes on");
    assertThat(process.waitFor()).isEqualTo(3);
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
