package dev.homeroom.server.sync.share;

import static dev.homeroom.server.sync.share.Sharings.covered;
import static dev.homeroom.server.sync.share.Sharings.finding;
import static dev.homeroom.server.sync.share.Sharings.leftOut;
import static dev.homeroom.server.sync.share.Sharings.rule;
import static dev.homeroom.server.sync.share.Sharings.seen;
import static dev.homeroom.server.sync.share.Sharings.without;
import static dev.homeroom.v1.ShareFindingKind.SHARE_FINDING_KIND_SHARE_NARROWER_THAN_DECLARED;
import static dev.homeroom.v1.SharingOperator.SHARING_OPERATOR_CONTAINS;
import static dev.homeroom.v1.SharingOperator.SHARING_OPERATOR_IS;
import static dev.homeroom.v1.SharingOperator.SHARING_OPERATOR_IS_NOT;
import static dev.homeroom.v1.SharingSubject.SHARING_SUBJECT_SECTIONS;
import static dev.homeroom.v1.SharingSubject.SHARING_SUBJECT_STAFF;
import static dev.homeroom.v1.SharingSubject.SHARING_SUBJECT_STUDENTS;
import static dev.homeroom.v1.SharingSubject.SHARING_SUBJECT_TEACHERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.RosterChange.ChangeGrade;
import dev.homeroom.sandbox.district.RosterChange.HireEmployee;
import dev.homeroom.sandbox.district.RosterChange.MergeEmployees;
import dev.homeroom.sandbox.district.RosterChange.RenameSection;
import dev.homeroom.sandbox.share.Rule;
import dev.homeroom.sandbox.share.Share;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.v1.FindingSeverity;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingRule;
import dev.homeroom.v1.SharingRules;
import dev.homeroom.v1.SharingSubject;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.SyncMode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What rules match, and what of that others take out. */
final class RulesShareTest {
  @Test
  void rules_on_sections_and_single_users_unite_and_exclusions_take_out() {
    var rules =
        SharingRules.newBuilder()
            .addInclude(rule(SHARING_SUBJECT_SECTIONS, "name", SHARING_OPERATOR_CONTAINS, "A"))
            .addInclude(rule(SHARING_SUBJECT_STUDENTS, "grade", SHARING_OPERATOR_IS, "3"))
            .addInclude(rule(SHARING_SUBJECT_STAFF, "title", SHARING_OPERATOR_CONTAINS, "e"))
            .addExclude(rule(SHARING_SUBJECT_STUDENTS, "email", SHARING_OPERATOR_CONTAINS, "a@"))
            .addExclude(rule(SHARING_SUBJECT_SECTIONS, "period", SHARING_OPERATOR_IS, "2"));
    try (var district = RosterFixture.sharing(250, 4, _ -> sharing(rules))) {
      var sandbox =
          new Share.Rules(
              List.of(
                  Rule.of("sections", "name", "contains", "a"),
                  Rule.of("students", "grade", "is", "3"),
                  Rule.of("staff", "title", "contains", "E")),
              List.of(
                  Rule.of("students", "email", "contains", "A@"),
                  Rule.of("sections", "period", "is", "2")));
      var everything = covered(district, new Share.District(true));
      var expected = covered(district, sandbox);

      assertThat(seen(district)).isEqualTo(expected);
      assertThat(leftOut(district)).isEqualTo(without(everything, expected));
      assertThat(expected).anyMatch(name -> name.contains("/sections/"));
      var narrower =
          finding(district, SHARE_FINDING_KIND_SHARE_NARROWER_THAN_DECLARED).orElseThrow();
      assertThat(narrower.getSamplesList())
          .as("a district of this size has no staff")
          .containsExactly("include[2]");
    }
  }

  @Test
  void values_compare_in_normal_form_and_by_case_folding() {
    var rules =
        SharingRules.newBuilder()
            .addInclude(
                rule(SHARING_SUBJECT_SECTIONS, "name", SHARING_OPERATOR_CONTAINS, "STRASSE"))
            .addInclude(
                rule(SHARING_SUBJECT_SECTIONS, "name", SHARING_OPERATOR_IS, "Cafe\u0301 \u03a3"))
            .addInclude(rule(SHARING_SUBJECT_SECTIONS, "name", SHARING_OPERATOR_IS, "DI\u0130"));
    var names = List.of("Die Stra\u00dfe 1", "CAF\u00c9 \u03c2", "dii", "di\u0131");
    try (var district =
        RosterFixture.sharing(
            60,
            4,
            clever -> {
              var sections = Sharings.ids(clever, RecordType.SECTIONS);
              for (int i = 0; i < names.size(); i++) {
                clever.apply(new RenameSection(sections.get(i), names.get(i)));
              }
              return sharing(rules);
            })) {
      var sandbox =
          new Share.Rules(
              List.of(
                  Rule.of("sections", "name", "contains", "STRASSE"),
                  Rule.of("sections", "name", "is", "Cafe\u0301 \u03a3"),
                  Rule.of("sections", "name", "is", "DI\u0130")),
              List.of());

      assertThat(
              RosterFixture.of(district.roster(), Section.class).stream()
                  .map(Section::getDisplayName))
          .as("neither dotless nor dotted i is an i")
          .containsExactlyInAnyOrder("Die Stra\u00dfe 1", "CAF\u00c9 \u03c2");
      assertThat(seen(district)).isEqualTo(covered(district, sandbox));
    }
  }

  @Test
  void a_value_that_comes_to_match_or_no_longer_does_moves_the_record_by_its_event() {
    var rules =
        SharingRules.newBuilder()
            .addInclude(rule(SHARING_SUBJECT_STUDENTS, "grade", SHARING_OPERATOR_IS, "3"));
    try (var district = RosterFixture.sharing(150, 4, _ -> sharing(rules))) {
      var clever = district.clever;
      var third = new Share.Rules(List.of(Rule.of("students", "grade", "is", "3")), List.of());
      var before = covered(district, third);
      var inside =
          Sharings.ids(clever, RecordType.USERS).stream()
              .filter(id -> before.contains(district.district + "/users/" + id))
              .filter(id -> isStudent(district, id))
              .findFirst()
              .orElseThrow();
      var outside =
          Sharings.ids(clever, RecordType.USERS).stream()
              .filter(id -> !before.contains(district.district + "/users/" + id))
              .filter(id -> isStudent(district, id))
              .findFirst()
              .orElseThrow();
      clever.apply(new ChangeGrade(inside, "4"), new ChangeGrade(outside, "3"));

      district.run(SyncMode.SYNC_MODE_AUTO);

      assertThat(seen(district))
          .isEqualTo(covered(district, third))
          .contains(district.district + "/users/" + outside)
          .doesNotContain(district.district + "/users/" + inside);
      var change = district.state().getShare().getLastChange();
      assertThat(change.getAdded().getStudents()).isEqualTo(1);
      assertThat(change.getRemoved().getStudents()).isEqualTo(1);
    }
  }

  @Test
  void a_rule_that_no_record_can_match_is_told_by_its_number() {
    var rules =
        SharingRules.newBuilder()
            .addInclude(rule(SHARING_SUBJECT_TEACHERS, "title", SHARING_OPERATOR_IS_NOT, "Dr'\"\\"))
            .addInclude(rule(SHARING_SUBJECT_SECTIONS, "name", SHARING_OPERATOR_IS, "{S}? ' \\ %"))
            .addInclude(
                rule(
                    SHARING_SUBJECT_STUDENTS,
                    "school",
                    SHARING_OPERATOR_IS,
                    "0123456789abcdef01234567"));
    try (var district = RosterFixture.sharing(60, 4, _ -> sharing(rules))) {
      var idle = finding(district, SHARE_FINDING_KIND_SHARE_NARROWER_THAN_DECLARED).orElseThrow();
      assertThat(idle.getSamplesList()).containsExactly("include[1]", "include[2]");
      assertThat(idle.getCount()).isEqualTo(2);
      assertThat(idle.getSeverity()).isEqualTo(FindingSeverity.FINDING_SEVERITY_ERROR);
      assertThat(district.state().getShare().getCovered().getTeachers())
          .isEqualTo(district.clever.roster().count(Role.TEACHER));
      assertThat(district.state().getShare().getCovered().getSections()).isZero();
    }
  }

  @Test
  void who_is_taken_out_as_a_teacher_stays_as_staff() {
    var rules =
        SharingRules.newBuilder()
            .addInclude(any(SHARING_SUBJECT_TEACHERS))
            .addInclude(any(SHARING_SUBJECT_STAFF))
            .addExclude(any(SHARING_SUBJECT_TEACHERS));
    try (var district = RosterFixture.sharing(200, 4, _ -> sharing(rules))) {
      var clever = district.clever;
      clever.apply(
          new HireEmployee("staff", List.of(Sharings.ids(clever, RecordType.SCHOOLS).getFirst())));
      var staff = Sharings.hold(clever, Role.STAFF).iterator().next();
      var teacher = Sharings.hold(clever, Role.TEACHER).iterator().next();
      clever.apply(new MergeEmployees(teacher, staff));

      district.sync();

      var covered = district.state().getShare().getCovered();
      assertThat(Sharings.hold(clever, Role.TEACHER)).hasSizeGreaterThan(1);
      assertThat(covered.getTeachers()).isEqualTo(1);
      assertThat(covered.getStaff()).isEqualTo(1);
    }
  }

  private static SharingRule any(SharingSubject subject) {
    return rule(subject, "title", SHARING_OPERATOR_IS_NOT, "nobody's title");
  }

  private static boolean isStudent(RosterFixture district, String user) {
    return Sharings.hold(district.clever, Role.STUDENT).contains(user);
  }

  private static Sharing sharing(SharingRules.Builder rules) {
    return Sharing.newBuilder()
        .setType(SharingType.SHARING_TYPE_RULES)
        .setRules(rules.build())
        .build();
  }
}
