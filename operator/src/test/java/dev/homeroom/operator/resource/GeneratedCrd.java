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
          "District",
          "Sharing",
          "Ready",
          "Reason",
          "Plan",
          "Students",
          "Last Sync",
          "Next Sync",
          "Age",
          "Confirmed",
          "Suspended",
          "Revision");

  private static final long MOST_SCHOOLS = 2000;
  private static final long MOST_SECTIONS = 3000;

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
    withoutDoubleRules(root);
    root.setXKubernetesValidations(List.of(FrozenSharing.rule()));
    var sharing = property(root, "spec", "sharing");
    ids(property(sharing, "schools"), MOST_SCHOOLS).setXKubernetesListType("set");
    ids(property(sharing, "sections"), MOST_SECTIONS).setXKubernetesListType("set");
    var status = property(root, "status");
    for (var agreed :
        List.of(
            property(status, "confirmedSharing"),
            property(status, "approvedSharingChange", "to"))) {
      ids(property(agreed, "schools"), MOST_SCHOOLS);
      ids(property(agreed, "sections"), MOST_SECTIONS);
    }
    var rules = property(sharing, "rules");
    keyed(property(rules, "include"), "subject", "field", "operator", "value");
    keyed(property(rules, "exclude"), "subject", "field", "operator", "value");
    keyed(property(status, "conditions"), "type");
  }

  private static void withoutDoubleRules(JSONSchemaProps schema) {
    var rules = schema.getXKubernetesValidations();
    if (rules != null) {
      schema.setXKubernetesValidations(rules.stream().distinct().toList());
    }
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(GeneratedCrd::withoutDoubleRules);
    }
    if (schema.getItems() != null) {
      withoutDoubleRules(schema.getItems().getSchema());
    }
  }

  private static void keyed(JSONSchemaProps list, String... keys) {
    list.setXKubernetesListType("map");
    list.setXKubernetesListMapKeys(List.of(keys));
  }

  private static JSONSchemaProps ids(JSONSchemaProps list, long most) {
    list.setMaxItems(most);
    var id = list.getItems().getSchema();
    id.setPattern("^[0-9a-f]{24}$");
    id.setMaxLength(24L);
    return list;
  }

  private static JSONSchemaProps property(JSONSchemaProps schema, String... path) {
    var found = schema;
    for (var name : path) {
      found = Objects.requireNonNull(found.getProperties().get(name), name);
    }
    return found;
  }
}
