package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.share.Rule;
import dev.homeroom.sandbox.share.Share;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Share by Rules: what matches at each sync (CLEVER.md 6.1). */
final class ShareByRulesTest extends SharingScenario {
  private Rule rule = Rule.of("sections", "name", "is", "");
  private Predicate<JsonNode> matches = _ -> false;

  @BeforeEach
  void choose() {
    rule = Rule.of("sections", "subject", "is", subject());
    matches = teaches(subject());
  }

  @Test
  void when_it_is_set_matching_sections_appear_with_teachers_and_students() {
    var shown = after(() -> share(rules(rule)));

    assertThat(shown.ids("sections")).isNotEmpty();
    shows(shown, closure(everything().sections(matches), List.of()));
  }

  @Test
  void rules_unite_and_a_student_shared_alone_has_no_sections() {
    share(rules(rule));
    district().news();
    var grade = gradeOfSomeoneWithoutIt();

    var shown = after(() -> share(rules(rule, Rule.of("students", "grade", "is", grade))));

    var students = everything().users(isInGrade(grade));
    shows(shown, closure(everything().sections(matches), students));
    assertThat(students)
        .anySatisfy(student ->
            assertThat(district().ids("users/" + student + "/sections"))
                .as("sections of %s", student)
                .isEmpty());
  }

  @Test
  void when_it_is_narrowed_by_filters_what_they_match_goes() {
    share(rules(rule));
    district().news();
    var section = everything().sections(matches).getFirst();
    var teacher = text(everything().section(section), "teacher");
    var without = text(everything().section(everything().sections(matches).getLast()), "sis_id");

    var shown =
        after(() ->
            share(
                new Share.Rules(
                    List.of(rule),
                    List.of(
                        Rule.of("sections", "sis_id", "is", without),
                        Rule.of("teachers", "sis_id", "is", sisId(teacher))))));

    assertThat(shown.ids("sections"))
        .containsExactlyElementsOf(
            everything().sections(matches.and(each -> !text(each, "sis_id").equals(without))));
    assertThat(shown.ids("users")).doesNotContain(teacher);
    assertThat(text(shown.section(section), "teacher")).isNotEqualTo(teacher);
    assertThat(text(shown.section(section), "name"))
        .isEqualTo(text(everything().section(section), "name"));
  }

  @Test
  void follows_what_the_sis_does_where_it_matches() {
    var own = everything().sections(matches).getFirst();
    var other = everything().sections(matches.negate()).getFirst();
    share(rules(rule));
    district().news();
    var before = district().shown();

    var added = after(() -> adds(own, students(own)));
    assertThat(created(before, added, "sections")).hasSize(1);

    var notMatching = after(() -> adds(other, students(other)));
    assertThat(notMatching.ids("sections")).isEqualTo(added.ids("sections"));

    var removed = after(() -> ends(own));
    assertThat(removed.ids("sections")).doesNotContain(own);
  }

  @Test
  void a_student_who_moves_out_of_what_matches_goes() {
    var own = everything().sections(matches);
    var other =
        everything()
            .sections(
                matches
                    .negate()
                    .and(each ->
                        text(each, "school")
                            .equals(text(everything().section(own.getFirst()), "school"))))
            .getFirst();
    var student =
        students(own.getFirst()).stream()
            .filter(each -> own.stream().skip(1).noneMatch(m -> students(m).contains(each)))
            .filter(each -> !students(other).contains(each))
            .findFirst()
            .orElseThrow();
    share(rules(rule));
    district().news();

    var moved = after(() -> moves(student, own.getFirst(), other));

    assertThat(moved.ids("users")).doesNotContain(student);
    assertThat(moved.ids("sections")).containsExactlyElementsOf(own);
  }

  @Test
  void a_user_who_changes_so_that_a_rule_matches_appears() {
    var student = everything().users(isInGrade("9")).getFirst();
    share(rules(Rule.of("students", "grade", "is", "10")));
    district().news();
    assertThat(district().status("users/" + student)).isEqualTo(404);

    var shown = after(() -> district().sandbox.apply(new RosterChange.ChangeGrade(student, "10")));

    assertThat(shown.ids("users")).contains(student);
  }

  @Test
  void compares_by_is_and_is_not_and_contains_without_regard_to_case() {
    assertThat(sectionsBy("subject", "is not", subject().toUpperCase(Locale.ROOT)))
        .containsExactlyElementsOf(everything().sections(matches.negate()));
    assertThat(sectionsBy("name", "contains", "ALGEBRA"))
        .containsExactlyElementsOf(
            everything().sections(section -> text(section, "name").contains("Algebra")));
    var term = text(everything().of("terms").values().iterator().next(), "name");
    assertThat(sectionsBy("term_name", "is", term))
        .isNotEmpty()
        .containsExactlyElementsOf(
            everything()
                .sections(section ->
                    everything().of("terms").containsKey(text(section, "term_id"))
                        && text(everything().record("terms", text(section, "term_id")), "name")
                            .equals(term)));
  }

  @Test
  void neither_case_nor_the_composition_of_characters_matters() {
    var sections = everything().sections(_ -> true);
    district()
        .sandbox
        .apply(new RosterChange.RenameSection(sections.get(0), "Caf\u00e9 Stra\u00dfe"));
    district().sandbox.apply(new RosterChange.RenameSection(sections.get(1), "D\u0131\u015f"));

    assertThat(sectionsBy("name", "is", "CAFE\u0301 STRASSE")).containsExactly(sections.get(0));
    assertThat(sectionsBy("name", "contains", "fe\u0301 s")).containsExactly(sections.get(0));
    assertThat(sectionsBy("name", "is", "D\u0131\u015e")).containsExactly(sections.get(1));
    assertThat(sectionsBy("name", "is", "Di\u015f")).as("a dotless i is no i").isEmpty();
  }

  @Test
  void refuses_unknown_words_with_what_is_allowed() {
    assertThatThrownBy(() -> Rule.of("sections", "colour", "is", "red"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the field colour")
        .hasMessageContaining("subject, grade, period");
    assertThatThrownBy(() -> Rule.of("parents", "name", "is", "x"))
        .hasMessageContaining("sections, students, teachers, staff");
    assertThatThrownBy(() -> Rule.of("sections", "name", "matches", "x"))
        .hasMessageContaining("is, is not, contains");
    assertThatThrownBy(() -> new Share.Rules(List.of(), List.of()))
        .hasMessageContaining("needs a rule");
  }

  private List<String> sectionsBy(String field, String operator, String value) {
    share(rules(Rule.of("sections", field, operator, value)));
    return district().ids("sections?limit=1000");
  }

  private String sisId(String teacher) {
    return text(everything().record("users", teacher).path("roles").path("teacher"), "sis_id");
  }

  private static Predicate<JsonNode> isInGrade(String grade) {
    return user -> text(user.path("roles").path("student"), "grade").equals(grade);
  }

  private String gradeOfSomeoneWithoutIt() {
    var inIt =
        everything().sections(matches).stream().flatMap(id -> students(id).stream()).toList();
    var student =
        everything().users(VisibleRecords.holds("student")).stream()
            .filter(each -> !inIt.contains(each))
            .findFirst()
            .orElseThrow();
    return text(everything().record("users", student).path("roles").path("student"), "grade");
  }

  private static Share rules(Rule... rules) {
    return new Share.Rules(List.of(rules), List.of());
  }
}
