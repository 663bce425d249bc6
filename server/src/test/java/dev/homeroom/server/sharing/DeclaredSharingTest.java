package dev.homeroom.server.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.credential.Sha256;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.ConfirmationPolicy;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingOperator;
import dev.homeroom.v1.SharingRule;
import dev.homeroom.v1.SharingRules;
import dev.homeroom.v1.SharingSubject;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.UndeclaredPolicy;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Sharings as owners declare them. Every district is suspended: nothing is synced here. */
final class DeclaredSharingTest {
  private static final String A = "%024x".formatted(0xa);
  private static final String B = "%024x".formatted(0xb);

  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  private static int districts;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> every_type_is_told_as_it_was_declared() {
    return Stream.of(
            of(SharingType.SHARING_TYPE_DISTRICT).setIncludeAllStaff(true),
            of(SharingType.SHARING_TYPE_SCHOOLS).addSchools(A).addSchools(B),
            of(SharingType.SHARING_TYPE_SECTIONS).addSections(A).addSections(B),
            of(SharingType.SHARING_TYPE_SECTIONS)
                .setOnUndeclared(UndeclaredPolicy.UNDECLARED_POLICY_WARN),
            of(SharingType.SHARING_TYPE_RULES)
                .setRules(
                    SharingRules.newBuilder()
                        .addInclude(subject("Mathe 10 \"é\" +STUDENTS.grade IS 1:9"))
                        .addInclude(
                            rule(
                                SharingSubject.SHARING_SUBJECT_STAFF,
                                "school",
                                SharingOperator.SHARING_OPERATOR_IS,
                                A))
                        .addExclude(
                            rule(
                                SharingSubject.SHARING_SUBJECT_STUDENTS,
                                "grade",
                                SharingOperator.SHARING_OPERATOR_IS_NOT,
                                "9"))),
            of(SharingType.SHARING_TYPE_SCHOOL_SITE),
            of(SharingType.SHARING_TYPE_SCHOOL_SITE)
                .addSchools(B)
                .setConfirmation(ConfirmationPolicy.CONFIRMATION_POLICY_AUTOMATIC))
        .map(sharing ->
            DynamicTest.dynamicTest(
                sharing.getType() + " " + sharing.getAllFields().size(),
                () -> {
                  var name = district();
                  var first = apply(name, sharing);
                  var filled = sharing.clone();
                  if (filled.getOnUndeclared() == UndeclaredPolicy.UNDECLARED_POLICY_UNSPECIFIED) {
                    filled.setOnUndeclared(UndeclaredPolicy.UNDECLARED_POLICY_EXCLUDE);
                  }
                  if (filled.getConfirmation()
                      == ConfirmationPolicy.CONFIRMATION_POLICY_UNSPECIFIED) {
                    filled.setConfirmation(ConfirmationPolicy.CONFIRMATION_POLICY_MANUAL);
                  }
                  assertThat(first.getSpec().getSharing()).isEqualTo(filled.build());
                  assertThat(apply(name, filled)).isEqualTo(first);
                }));
  }

  @Test
  void
      the_spec_hash_is_that_of_older_releases_for_a_type_alone_and_changes_with_all_that_is_said() {
    var name = district();
    var types = of(SharingType.SHARING_TYPE_SECTIONS);
    var hashes =
        Stream.of(
                types,
                types.clone().addSections(A).addSections(B),
                types.clone().addSections(A),
                types.clone().setIncludeAllStaff(true),
                types.clone().setOnUndeclared(UndeclaredPolicy.UNDECLARED_POLICY_WARN),
                types.clone().setConfirmation(ConfirmationPolicy.CONFIRMATION_POLICY_AUTOMATIC),
                of(SharingType.SHARING_TYPE_SCHOOLS).addSchools(A),
                of(SharingType.SHARING_TYPE_SCHOOL_SITE).addSchools(A))
            .map(sharing -> apply(name, sharing).getAppliedSpecHash())
            .toList();

    assertThat(hashes).doesNotHaveDuplicates();
    assertThat(hashes.getFirst()).isEqualTo(Sha256.hex("1\nSECTIONS\n0 2 * * *\nUTC\ntrue"));
    assertThat(apply(name, types.clone().addSections(B).addSections(A)).getAppliedSpecHash())
        .as("the order of ids says nothing")
        .isEqualTo(hashes.get(1));
  }

  /** Each sharing, and the fields of it that are wrong. */
  @TestFactory
  Stream<DynamicTest> what_is_wrong_is_named_by_its_field() {
    var rules = SharingRules.newBuilder().addInclude(subject("Math"));
    return Stream.of(
            wrong(of(SharingType.SHARING_TYPE_UNSPECIFIED), "type"),
            wrong(of(SharingType.SHARING_TYPE_SCHOOLS), "schools"),
            wrong(of(SharingType.SHARING_TYPE_RULES), "rules.include"),
            wrong(
                of(SharingType.SHARING_TYPE_DISTRICT).addSchools(A).addSections(A).setRules(rules),
                "schools",
                "sections",
                "rules"),
            wrong(
                of(SharingType.SHARING_TYPE_SCHOOLS).addSchools(A).addSections(A).setRules(rules),
                "sections",
                "rules"),
            wrong(
                of(SharingType.SHARING_TYPE_SECTIONS).addSchools(A).setRules(rules),
                "schools",
                "rules"),
            wrong(
                of(SharingType.SHARING_TYPE_RULES)
                    .addSchools(A)
                    .addSections(A)
                    .setRules(rules.clone()),
                "schools",
                "sections"),
            wrong(
                of(SharingType.SHARING_TYPE_SCHOOL_SITE).addSections(A).setRules(rules),
                "sections",
                "rules"),
            wrong(
                of(SharingType.SHARING_TYPE_SCHOOLS)
                    .addSchools(A)
                    .addSchools("school-1")
                    .addSchools(A)
                    .addSchools(B.toUpperCase(java.util.Locale.ROOT)),
                "schools[1]",
                "schools[2]",
                "schools[3]"),
            wrong(of(SharingType.SHARING_TYPE_SCHOOLS).addAllSchools(ids(2001)), "schools"),
            wrong(of(SharingType.SHARING_TYPE_SECTIONS).addAllSections(ids(3001)), "sections"),
            wrong(of(SharingType.SHARING_TYPE_SECTIONS).setWithheld(true), "withheld"),
            wrong(
                of(SharingType.SHARING_TYPE_DISTRICT)
                    .setOnUndeclaredValue(9)
                    .setConfirmationValue(9),
                "on_undeclared",
                "confirmation"),
            wrong(
                of(SharingType.SHARING_TYPE_RULES)
                    .setRules(
                        SharingRules.newBuilder()
                            .addInclude(SharingRule.getDefaultInstance())
                            .addInclude(subject("Math"))
                            .addInclude(subject("Math"))
                            .addInclude(subject(""))
                            .addInclude(subject("a\nb"))
                            .addInclude(subject("x".repeat(256)))
                            .addInclude(
                                rule(
                                    SharingSubject.SHARING_SUBJECT_STUDENTS,
                                    "teacher_number",
                                    SharingOperator.SHARING_OPERATOR_IS,
                                    "9"))
                            .addExclude(
                                rule(
                                    SharingSubject.SHARING_SUBJECT_SECTIONS,
                                    "course",
                                    SharingOperator.SHARING_OPERATOR_CONTAINS,
                                    A))
                            .addExclude(
                                rule(
                                    SharingSubject.SHARING_SUBJECT_SECTIONS,
                                    "term_id",
                                    SharingOperator.SHARING_OPERATOR_IS,
                                    "Fall"))),
                "rules.include[0].subject",
                "rules.include[0].operator",
                "rules.include[2]",
                "rules.include[3].value",
                "rules.include[4].value",
                "rules.include[5].value",
                "rules.include[6].field",
                "rules.exclude[0].operator",
                "rules.exclude[1].value"),
            wrong(
                of(SharingType.SHARING_TYPE_RULES)
                    .setRules(
                        SharingRules.newBuilder()
                            .addAllInclude(subjects(101))
                            .addAllExclude(subjects(101))),
                "rules.include",
                "rules.exclude"))
        .map(wrong ->
            DynamicTest.dynamicTest(
                String.join(" ", wrong.fields()),
                () ->
                    assertThat(Refused.by(() -> apply(district(), wrong.sharing())).fields())
                        .containsExactlyElementsOf(
                            wrong.fields().stream()
                                .map(field -> "spec.sharing." + field)
                                .toList())));
  }

  @Test
  void a_list_of_nonsense_is_refused_by_its_beginning() {
    var refused =
        Refused.by(() ->
            apply(
                district(),
                of(SharingType.SHARING_TYPE_SECTIONS)
                    .addAllSections(Collections.nCopies(3000, "nonsense"))));

    assertThat(refused.reason()).isEqualTo("INVALID_FIELD");
    assertThat(refused.fields())
        .hasSize(21)
        .startsWith("spec.sharing.sections[0]")
        .endsWith("spec.sharing");
    assertThat(refused.message()).doesNotContain("nonsense");
  }

  private record Wrong(Sharing.Builder sharing, List<String> fields) {}

  private static Wrong wrong(Sharing.Builder sharing, String... fields) {
    return new Wrong(sharing, List.of(fields));
  }

  private static Sharing.Builder of(SharingType type) {
    return Sharing.newBuilder().setType(type);
  }

  private static SharingRule subject(String value) {
    return rule(
        SharingSubject.SHARING_SUBJECT_SECTIONS,
        "subject",
        SharingOperator.SHARING_OPERATOR_CONTAINS,
        value);
  }

  private static SharingRule rule(
      SharingSubject subject, String field, SharingOperator operator, String value) {
    return SharingRule.newBuilder()
        .setSubject(subject)
        .setField(field)
        .setOperator(operator)
        .setValue(value)
        .build();
  }

  private static List<SharingRule> subjects(int number) {
    return IntStream.range(0, number).mapToObj(i -> subject("Math " + i)).toList();
  }

  private static List<String> ids(int number) {
    return IntStream.range(0, number).mapToObj("%024x"::formatted).toList();
  }

  private static String district() {
    return "districts/%024x".formatted(++districts);
  }

  private static DistrictState apply(String name, Sharing.Builder sharing) {
    var request = ApplyDistrictRequest.newBuilder().setName(name);
    request.getSpecBuilder().setSharing(sharing).setSuspend(true);
    return server.districts(TestServer.OPERATOR).applyDistrict(request.build());
  }
}
