package dev.homeroom.operator.resource;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.operator.cluster.TestCluster;
import dev.homeroom.operator.controlplane.Kubectl;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules of the CRD, by what the API server does with the files of {@code rules}. Each case has
 * a file that is accepted and one that is refused; a file of two documents holds a resource as it
 * stands, status included, and what somebody makes of it.
 */
final class ResourceRulesIT {
  private static final Path FOLDER =
      Path.of("src/test/resources/dev/homeroom/operator/resource/rules");
  private static final Pattern NAME = Pattern.compile("(ok|bad)-([a-z-]+)\\.yaml");
  private static final Pattern REFUSED =
      Pattern.compile("DistrictSync.homeroom.dev \"([a-z-]+)\" is invalid: ");

  private static Kubectl kubectl;
  private static String namespace;
  private static Kubectl.Result applied;
  private static Map<String, String> refusals;

  /** One file. */
  record Case(Path file, String text) {
    static Case read(Path file) {
      try {
        return new Case(file, Files.readString(file));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    String name() {
      return file.getFileName().toString().replace(".yaml", "");
    }

    boolean isGood() {
      return name().startsWith("ok-");
    }

    Optional<String> before() {
      var documents = documents();
      return documents.size() == 2 ? Optional.of(documents.getFirst()) : Optional.empty();
    }

    String after() {
      return documents().getLast();
    }

    String refusal() {
      return text.lines().findFirst().orElseThrow().replace("# refused: ", "");
    }

    private List<String> documents() {
      return List.of(text.split("(?m)^---\n", -1));
    }

    @Override
    public String toString() {
      return name();
    }
  }

  @BeforeAll
  static void apply_every_file() throws Exception {
    kubectl = TestCluster.shared().kubectl();
    namespace = TestCluster.shared().newNamespace();
    var standing = together(files().flatMap(each -> each.before().stream()));
    expect(standing, "apply");
    expect(standing, "apply", "--server-side", "--subresource=status");
    applied = feed(together(files().map(Case::after)), "apply");
    refusals = refusals(applied.err());
  }

  @ParameterizedTest
  @MethodSource("good")
  void what_is_right_is_accepted(Case file) {
    assertThat(refusals).doesNotContainKey(file.name());
    assertThat(applied.out()).contains("districtsync.homeroom.dev/" + file.name() + " ");
  }

  @ParameterizedTest
  @MethodSource("bad")
  void what_is_wrong_is_refused_with_the_sentence_that_helps(Case file) {
    assertThat(refusals.getOrDefault(file.name(), "")).contains(file.refusal());
    assertThat(applied.out()).doesNotContain("districtsync.homeroom.dev/" + file.name() + " ");
  }

  @Test
  void each_case_has_a_right_and_a_wrong_file_about_a_resource_of_its_name() throws Exception {
    try (var all = Files.list(FOLDER)) {
      assertThat(all).allMatch(file -> NAME.matcher(file.getFileName().toString()).matches());
    }
    assertThat(files().collect(groupingBy(each -> each.name().replaceFirst("^(ok|bad)-", ""))))
        .allSatisfy((_, pair) -> assertThat(pair).hasSize(2));
    assertThat(files())
        .allSatisfy(
            each -> assertThat(each.after()).containsPattern("(?m)^  name: " + each.name() + "$"))
        .allMatch(each -> each.isGood() != each.text().startsWith("# refused: "));
  }

  @Test
  void each_rule_of_the_crd_has_a_file_that_it_refuses() throws Exception {
    var crd =
        Serialization.unmarshal(
            Files.newInputStream(GeneratedCrd.checkedIn()), CustomResourceDefinition.class);
    var root = crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    var tested = bad().map(Case::refusal).toList();

    assertThat(rules(root).map(ValidationRule::getMessage))
        .hasSizeGreaterThan(10)
        .isSubsetOf(tested);
  }

  @ParameterizedTest
  @CsvSource({
    "Schools, schools, 2000",
    "SchoolSite, schools, 2000",
    "Sections, sections, 3000",
  })
  void lists_of_ids_have_a_bound(String type, String field, int most) throws Exception {
    expect(sharing("just-fits", type, field, 0, most), "create", "--dry-run=server");

    var refused = feed(sharing("too-long", type, field, 0, most + 1), "create", "--dry-run=server");

    assertThat(refused.err())
        .contains("spec.sharing.%s: Too many: %d: must have at most".formatted(field, most + 1));
  }

  @Test
  void the_largest_sharing_is_compared_within_what_the_api_server_lets_rules_cost()
      throws Exception {
    var name = "largest";
    expect(sharing(name, "Sections", "sections", 0, 3000), "apply");
    expect(confirmed(name, 1, 3000), "apply", "--server-side", "--subresource=status");

    expect(sharing(name, "Sections", "sections", 1, 3001), "apply");
    var refused = feed(sharing(name, "Sections", "sections", 2, 3002), "apply");

    assertThat(refused.err()).contains("the sharing was confirmed and is frozen");
  }

  @Test
  void whatever_was_confirmed_the_resource_can_be_labelled_and_deleted() throws Exception {
    expect(sharing("going", "Sections", "sections", 0, 2), "apply");
    expect(confirmed("going", 4, 6), "apply", "--server-side", "--subresource=status");

    expect("", "label", "dsync/going", "state=any");
    expect(
        "",
        "patch",
        "dsync/going",
        "--type=merge",
        "--patch={\"metadata\":{\"finalizers\":[\"a/b\"]}}");
    expect("", "delete", "dsync/going", "--wait=false");
    expect(
        "", "patch", "dsync/going", "--type=merge", "--patch={\"metadata\":{\"finalizers\":[]}}");

    assertThat(feed("", "get", "dsync/going").err()).contains("not found");
  }

  static Stream<Case> good() {
    return files().filter(Case::isGood);
  }

  static Stream<Case> bad() {
    return files().filter(each -> !each.isGood());
  }

  private static Stream<Case> files() {
    try (var all = Files.list(FOLDER)) {
      return all.sorted().map(Case::read).toList().stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Stream<ValidationRule> rules(JSONSchemaProps schema) {
    var own = Stream.ofNullable(schema.getXKubernetesValidations()).flatMap(List::stream);
    var properties =
        Stream.ofNullable(schema.getProperties()).flatMap(all -> all.values().stream());
    var items = Stream.ofNullable(schema.getItems()).map(each -> each.getSchema());
    return Stream.concat(own, Stream.concat(properties, items).flatMap(ResourceRulesIT::rules));
  }

  private static String sharing(String name, String type, String field, int from, int to) {
    return """
    apiVersion: homeroom.dev/v1
    kind: DistrictSync
    metadata: {name: %s}
    spec:
      districtId: 4fd43cc56d11340000000005
      sharing:
        type: %s
        %s: %s
    """
        .formatted(name, type, field, ids(from, to));
  }

  private static String confirmed(String name, int from, int to) {
    return """
    apiVersion: homeroom.dev/v1
    kind: DistrictSync
    metadata: {name: %s}
    status:
      confirmedSharing:
        type: Sections
        includeAllStaff: false
        onUndeclared: Exclude
        sections: %s
    """
        .formatted(name, ids(from, to));
  }

  private static List<String> ids(int from, int to) {
    return IntStream.range(from, to).mapToObj("'%024x'"::formatted).toList();
  }

  private static String together(Stream<String> documents) {
    return documents.collect(Collectors.joining("---\n"));
  }

  private static Map<String, String> refusals(String err) {
    var starts = REFUSED.matcher(err).results().toList();
    return IntStream.range(0, starts.size())
        .boxed()
        .collect(
            toMap(
                i -> starts.get(i).group(1),
                i ->
                    err.substring(
                        starts.get(i).end(),
                        i + 1 < starts.size() ? starts.get(i + 1).start() : err.length())));
  }

  private static void expect(String manifest, String... arguments) throws Exception {
    var result = feed(manifest, arguments);
    assertThat(result.exitCode()).as(result.err()).isZero();
  }

  private static Kubectl.Result feed(String manifest, String... arguments) throws Exception {
    var all = Stream.of(Stream.of("--namespace", namespace), Stream.of(arguments));
    var input = manifest.isEmpty() ? Stream.<String>of() : Stream.of("-f", "-");
    return kubectl.feed(
        manifest, Stream.concat(all.flatMap(identity()), input).toArray(String[]::new));
  }
}
