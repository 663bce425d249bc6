package dev.homeroom.operator.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.operator.cluster.TestCluster;
import dev.homeroom.operator.controlplane.Kubectl;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API server itself accepts and refuses, with no operator running. */
final class CrdIT {
  private static final String SMALLEST =
      """
      apiVersion: homeroom.dev/v1
      kind: DistrictSync
      metadata:
        name: lakeside
      spec:
        districtId: 4fd43cc56d11340000000005
        sharing:
          type: District
      """;

  private Kubectl kubectl;
  private String namespace;

  @BeforeEach
  void make_a_namespace() throws Exception {
    kubectl = TestCluster.shared().kubectl();
    namespace = TestCluster.shared().newNamespace();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          4fd43cc56d11340000000005    | 4FD43CC56D11340000000005          | spec.districtId
          4fd43cc56d11340000000005    | 4fd43cc56d1134                    | spec.districtId
          type: District              | type: Everything                  | supported values: "District", "Rules", "SchoolSite", "Schools", "Sections"
          sharing:                    | shared:                           | unknown field "spec.shared"
          sharing:                    | suspend: maybe, sharing:          | spec.suspend: Invalid value
          sharing:                    | schedule: {cron: hourly}, sharing:| spec.schedule.cron
          sharing:                    | tokenSecretRef: {}, sharing:      | spec.tokenSecretRef.name: Required value
          """)
  void what_is_malformed_is_refused_with_its_field(String part, String other, String message)
      throws Exception {
    var lines = String.join("\n  ", other.split(", ", -1));

    var result = feed(SMALLEST.replace(part, lines));

    assertThat(result.exitCode()).isNotZero();
    assertThat(result.err()).contains(message);
  }

  @Test
  void the_sharing_has_to_be_declared() throws Exception {
    var result = feed(SMALLEST.replace("  sharing:\n    type: District\n", ""));

    assertThat(result.exitCode()).isNotZero();
    assertThat(result.err()).contains("spec.sharing: Required value");
  }

  @Test
  void defaults_are_filled_in() throws Exception {
    feed(SMALLEST + "  schedule: {}\n  tokenSecretRef:\n    name: lakeside-token\n  guard: {}\n");

    assertThat(get("{.spec.suspend} {.spec.schedule} {.spec.tokenSecretRef.key}"))
        .isEqualTo("false {\"cron\":\"0 2 * * *\",\"timeZone\":\"UTC\"} token");
    assertThat(get("{.spec.sharing}"))
        .isEqualTo(
            "{\"confirmation\":\"Manual\",\"includeAllStaff\":false,\"onUndeclared\":\"Exclude\",\"type\":\"District\"}");
    assertThat(get("{.spec.guard}"))
        .isEqualTo(
            "{\"changedPercent\":75,\"emptiedSectionFloor\":10,\"enrollmentFloor\":250,\"removedPercent\":10,\"sectionFloor\":10,\"staffFloor\":3,\"studentFloor\":25,\"teacherFloor\":5}");
  }

  @Test
  void people_find_it_by_its_short_name_and_category_and_read_what_its_fields_mean()
      throws Exception {
    feed(SMALLEST);

    assertThat(run("get", "dsync", "--output=name").out())
        .isEqualTo("districtsync.homeroom.dev/lakeside\n");
    assertThat(run("get", "homeroom", "--output=wide").out().lines().findFirst().orElseThrow())
        .matches(
            "NAME +DISTRICT +SHARING +READY +REASON +PLAN +STUDENTS +LAST SYNC +NEXT SYNC +AGE +CONFIRMED +SUSPENDED +REVISION *");
    assertThat(run("explain", "dsync.spec.sharing.type").out())
        .containsIgnoringWhitespaces("so it is declared here: District (everything)")
        .containsIgnoringWhitespaces("Example: Schools");
    assertThat(run("explain", "dsync.spec.sharing.rules.include.field").out())
        .containsIgnoringWhitespaces("Teachers: school, sis_id, teacher_number");
    assertThat(run("explain", "dsync.spec.guard.studentFloor").out())
        .containsIgnoringWhitespaces("1 to 1000000. Default: 25.");
  }

  @Test
  void conditions_of_several_writers_live_side_by_side() throws Exception {
    feed(SMALLEST);

    applyCondition("one", "Ready");
    applyCondition("two", "Audited");

    assertThat(get("{.status.conditions[*].type}")).isEqualTo("Ready Audited");
  }

  private void applyCondition(String manager, String type) throws Exception {
    var manifest =
        """
        apiVersion: homeroom.dev/v1
        kind: DistrictSync
        metadata:
          name: lakeside
        status:
          conditions:
            - {type: %s, status: "True", reason: Test, message: "", observedGeneration: 1, lastTransitionTime: "2026-09-01T12:00:00Z"}
        """
            .formatted(type);
    var result =
        kubectl.feed(
            manifest,
            "--namespace=" + namespace,
            "apply",
            "--server-side",
            "--subresource=status",
            "--field-manager=" + manager,
            "-f",
            "-");
    assertThat(result.err()).isEmpty();
  }

  private Kubectl.Result feed(String manifest) throws Exception {
    return kubectl.feed(manifest, "--namespace", namespace, "apply", "-f", "-");
  }

  private String get(String path) throws Exception {
    return run("get", "dsync/lakeside", "--output=jsonpath=" + path).out();
  }

  private Kubectl.Result run(String... arguments) throws Exception {
    var all = new ArrayList<>(List.of("--namespace", namespace));
    all.addAll(List.of(arguments));
    return kubectl.run(all.toArray(String[]::new));
  }
}
