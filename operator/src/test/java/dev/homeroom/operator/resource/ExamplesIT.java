package dev.homeroom.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.operator.cluster.TestCluster;
import dev.homeroom.operator.resource.sharing.SharingType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ExamplesIT {
  private static final Path FOLDER = Path.of("../examples");

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_is_accepted_as_it_stands(Path example) throws Exception {
    var namespace = TestCluster.shared().newNamespace();

    var said =
        TestCluster.shared()
            .kubectl()
            .run("--namespace", namespace, "apply", "-f", example.toString());

    assertThat(said.err()).isEmpty();
    assertThat(said.out()).isEqualTo("districtsync.homeroom.dev/lakeside created\n");
  }

  @Test
  void there_is_one_for_each_way_to_share_and_its_readme_names_it() throws Exception {
    assertThat(examples())
        .extracting(
            example -> Serialization.unmarshal(Files.readString(example), DistrictSync.class))
        .extracting(example -> example.getSpec().sharing().type())
        .containsExactlyInAnyOrder(SharingType.values());
    assertThat(examples())
        .allSatisfy(example ->
            assertThat(FOLDER.resolve("README.md"))
                .content()
                .contains("](%s)".formatted(example.getFileName())));
  }

  static List<Path> examples() throws Exception {
    try (var files = Files.list(FOLDER)) {
      return files.filter(file -> !file.endsWith("README.md")).sorted().toList();
    }
  }
}
