package dev.homeroom.operator.resource;

import static java.util.Comparator.comparingInt;

import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The CRD as it follows from the Java types, and the file that is checked in. */
final class GeneratedCrd {
  static final String COMMAND =
      "mvn -pl operator -am test -Dtest=CrdDriftTest -Dsurefire.failIfNoSpecifiedTests=false"
          + " -Dhomeroom.crd.write=true";

  private static final List<String> COLUMNS =
      List.of(
          "District", "Sharing", "Ready", "Students", "Last Sync", "Next Sync", "Age", "Revision");

  private GeneratedCrd() {}

  /** The file in the chart; tests run in the module's folder. */
  static Path checkedIn() {
    return Path.of("../helm/crds/districtsyncs.homeroom.dev.yaml");
  }

  static String yaml(Path scratch) throws IOException {
    new CRDGenerator()
        .customResourceClasses(DistrictSync.class)
        .inOutputDir(scratch.toFile())
        .generate();
    var generated = scratch.resolve("districtsyncs.homeroom.dev-v1.yml");
    var crd =
        Serialization.unmarshal(Files.newInputStream(generated), CustomResourceDefinition.class);
    complete(crd);
    return """
    # Generated from the Java types in operator/src/main/java/dev/homeroom/operator/resource.
    # After changing them: %s
    """
            .formatted(COMMAND)
        + Serialization.asYaml(crd);
  }

  /** Sets what the generator has no annotation for, or gets wrong on records (it doubles rules). */
  private static void complete(CustomResourceDefinition crd) {
    crd.getSpec().getNames().setCategories(List.of("homeroom"));
    var version = crd.getSpec().getVersions().getFirst();
    version.getAdditionalPrinterColumns().sort(comparingInt(c -> COLUMNS.indexOf(c.getName())));
    var root = version.getSchema().getOpenAPIV3Schema();
    root.setDescription("One school district whose roster Homeroom keeps in step with Clever.");
    var districtId = property(property(root, "spec"), "districtId");
    districtId.setXKubernetesValidations(
        List.of(districtId.getXKubernetesValidations().getFirst()));
    var conditions = property(property(root, "status"), "conditions");
    conditions.setXKubernetesListType("map");
    conditions.setXKubernetesListMapKeys(List.of("type"));
  }

  private static JSONSchemaProps property(JSONSchemaProps schema, String name) {
    return Objects.requireNonNull(schema.getProperties().get(name), name);
  }
}
