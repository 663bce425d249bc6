package dev.homeroom.operator.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The chart in the project's folder. */
final class Chart {
  private static final Path FOLDER = Path.of("../helm");

  private Chart() {}

  static Helm helm() {
    return new Helm(FOLDER);
  }

  /** One of the sets of values in {@code helm/ci}. */
  static Path values(String name) {
    return FOLDER.resolve("ci").resolve(name);
  }

  static TemplateCommand template(String values) {
    return helm()
        .template()
        .withName("homeroom")
        .withNamespace("rosters")
        .withKubeVersion("1.36.3")
        .withValuesFile(values(values));
  }

  /** Lints a copy whose own values are completed, because this lint takes no values. */
  static LintResult lint(String values, Path scratch) throws IOException {
    try (var files = Files.walk(FOLDER)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var copy = scratch.resolve(FOLDER.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    var merged = merge(map(FOLDER.resolve("values.yaml")), map(values(values)));
    Files.writeString(scratch.resolve("values.yaml"), Serialization.asYaml(merged));
    return new Helm(scratch).lint().strict().quiet().call();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Path file) throws IOException {
    return Serialization.unmarshal(Files.readString(file), Map.class);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> merge(Map<String, Object> base, Map<String, Object> over) {
    var merged = new LinkedHashMap<>(base);
    over.forEach((key, value) ->
        merged.merge(
            key,
            value,
            (was, is) ->
                was instanceof Map<?, ?> one && is instanceof Map<?, ?> two
                    ? merge((Map<String, Object>) one, (Map<String, Object>) two)
                    : is));
    return merged;
  }
}
