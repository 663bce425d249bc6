package dev.homeroom.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CrdDriftTest {
  @Test
  void the_checked_in_crd_is_the_one_that_follows_from_the_java_types(@TempDir Path scratch)
      throws Exception {
    var generated = GeneratedCrd.yaml(scratch);
    if (Boolean.getBoolean("homeroom.crd.write")) {
      Files.createDirectories(GeneratedCrd.checkedIn().getParent());
      Files.writeString(GeneratedCrd.checkedIn(), generated);
    }
    assertThat(Files.readString(GeneratedCrd.checkedIn()))
        .as("helm/crds is out of date; regenerate it with: %s", GeneratedCrd.COMMAND)
        .isEqualTo(generated);
  }
}
