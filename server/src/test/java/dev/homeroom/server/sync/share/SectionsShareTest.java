package dev.homeroom.server.sync.share;

import static dev.homeroom.server.sync.share.Sharings.covered;
import static dev.homeroom.server.sync.share.Sharings.finding;
import static dev.homeroom.server.sync.share.Sharings.ids;
import static dev.homeroom.server.sync.share.Sharings.leftOut;
import static dev.homeroom.server.sync.share.Sharings.sections;
import static dev.homeroom.server.sync.share.Sharings.seen;
import static dev.homeroom.server.sync.share.Sharings.without;
import static dev.homeroom.v1.ShareFindingKind.SHARE_FINDING_KIND_SHARE_NARROWER_THAN_DECLARED;
import static dev.homeroom.v1.ShareFindingKind.SHARE_FINDING_KIND_UNDECLARED_SECTIONS;
import static dev.homeroom.v1.ShareFindingKind.SHARE_FINDING_KIND_UNDECLARED_USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.RosterChange.AddSection;
import dev.homeroom.sandbox.district.RosterChange.EndSection;
import dev.homeroom.sandbox.district.RosterChange.HireEmployee;
import dev.homeroom.sandbox.district.RosterChange.TakeSeat;
import dev.homeroom.sandbox.share.Share;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.v1.FindingSeverity;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.UndeclaredPolicy;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Chosen sections, and whom they bring. */
final class SectionsShareTest {
  @Test
  void declared_sections_bring_their_school_term_course_teachers_and_students() {
    try (var district = RosterFixture.sharing(120, 5, clever -> sections(firstFour(clever)))) {
      var chosen = new Share.Sections(Set.copyOf(firstFour(district.clever)));
      var everything = covered(district, new Share.District(true));

      assertThat(seen(district)).isEqualTo(covered(district, chosen));
      assertThat(leftOut(district)).isEqualTo(without(everything, covered(district, chosen)));
      assertThat(district.state().getShare().getCovered().getSections()).isEqualTo(4);
      assertThat(
              finding(district, SHARE_FINDING_KIND_UNDECLARED_SECTIONS)
                  .orElseThrow()
                  .getExplanation())
          .contains("Name them in the declaration");
      assertThat(district.run(SyncMode.SYNC_MODE_FULL).getRevision()).isEqualTo(1);
    }
  }

  @Test
  void a_new_section_stays_out_until_it_is_declared_and_seats_bring_who_was_left_out() {
    try (var district = RosterFixture.sharing(120, 5, clever -> sections(firstFour(clever)))) {
      var clever = district.clever;
      var chosen = new TreeSet<>(firstFour(clever));
      var teacher = seenUsers(district, clever, Role.TEACHER).getFirst();
      var outside = leftOutUsers(district, clever, Role.STUDENT);
      clever.apply(
          new AddSection(chosen.first(), List.of(teacher), List.of(outside.getFirst())),
          new TakeSeat(outside.get(1), chosen.first()));

      var run = district.run(SyncMode.SYNC_MODE_AUTO);

      assertThat(seen(district))
          .as("mode %s, %s", run.getMode(), run.getModeReason())
          .isEqualTo(covered(district, new Share.Sections(chosen)))
          .contains(district.district + "/users/" + outside.get(1))
          .doesNotContain(district.district + "/users/" + outside.getFirst());
      assertThat(district.state().getShare().getLastChange().getAdded().getStudents()).isEqualTo(1);

      var added = without(new TreeSet<>(ids(clever, RecordType.SECTIONS)), chosen);
      var newest = ((TreeSet<String>) added).last();
      chosen.add(newest);
      district.declare(sections(chosen));
      district.sync();

      assertThat(seen(district))
          .isEqualTo(covered(district, new Share.Sections(chosen)))
          .contains(district.district + "/users/" + outside.getFirst());
    }
  }

  @Test
  void a_declared_section_that_ends_and_one_that_never_was_are_told_apart() {
    try (var district = RosterFixture.sharing(120, 5, clever -> sections(firstFour(clever)))) {
      var chosen = new TreeSet<>(firstFour(district.clever));
      var ended = chosen.first();
      district.clever.apply(new EndSection(ended));
      district.sync();

      var narrower =
          finding(district, SHARE_FINDING_KIND_SHARE_NARROWER_THAN_DECLARED).orElseThrow();
      assertThat(narrower.getSamplesList())
          .containsExactly(district.district + "/sections/" + ended);
      assertThat(narrower.getSeverity()).isEqualTo(FindingSeverity.FINDING_SEVERITY_WARNING);

      chosen.add("0123456789abcdef01234567");
      district.declare(sections(chosen));
      district.sync();

      narrower = finding(district, SHARE_FINDING_KIND_SHARE_NARROWER_THAN_DECLARED).orElseThrow();
      assertThat(narrower.getCount()).isEqualTo(2);
      assertThat(narrower.getSeverity()).isEqualTo(FindingSeverity.FINDING_SEVERITY_ERROR);
      assertThat(narrower.getExplanation()).contains("Check their ids");
    }
  }

  @Test
  void all_staff_come_with_the_sections_where_that_is_declared() {
    try (var district =
        RosterFixture.sharing(
            120,
            5,
            clever -> {
              clever.apply(
                  new HireEmployee("staff", List.of(ids(clever, RecordType.SCHOOLS).getFirst())));
              return sections(firstFour(clever)).toBuilder().setIncludeAllStaff(true).build();
            })) {
      var staff = seenUsers(district, district.clever, Role.STAFF);
      assertThat(staff).hasSize(1);
      assertThat(leftOutUsers(district, district.clever, Role.TEACHER)).isNotEmpty();
    }
  }

  @Test
  void where_the_declaration_only_warns_everything_is_kept_and_counted() {
    try (var district =
        RosterFixture.sharing(120, 5, clever -> warning(sections(firstFour(clever))))) {
      var everything = covered(district, new Share.District(true));

      assertThat(seen(district)).isEqualTo(everything);
      assertThat(leftOut(district)).isEmpty();
      var share = district.state().getShare();
      assertThat(share.getCovered().getSections()).isEqualTo(4);
      assertThat(share.getCovered().getStudents() + share.getUndeclared().getStudents())
          .isEqualTo(120);
      assertThat(finding(district, SHARE_FINDING_KIND_UNDECLARED_USERS).orElseThrow())
          .satisfies(users -> assertThat(users.getExplanation()).contains("kept"));
    }
  }

  @Test
  void without_ids_every_section_is_covered_and_who_has_no_seat_is_not() {
    try (var district = RosterFixture.sharing(120, 5, _ -> sections(List.of()))) {
      var all = Set.copyOf(ids(district.clever, RecordType.SECTIONS));

      assertThat(seen(district)).isEqualTo(covered(district, new Share.Sections(all)));
      assertThat(finding(district, SHARE_FINDING_KIND_UNDECLARED_SECTIONS)).isEmpty();
      var school = ids(district.clever, RecordType.SCHOOLS).getFirst();
      district.clever.apply(new HireEmployee("staff", List.of(school)));
      district.sync();
      assertThat(leftOutUsers(district, district.clever, Role.STAFF)).hasSize(1);
      assertThat(finding(district, SHARE_FINDING_KIND_UNDECLARED_USERS)).isPresent();
    }
  }

  private static Sharing warning(Sharing sharing) {
    return sharing.toBuilder().setOnUndeclared(UndeclaredPolicy.UNDECLARED_POLICY_WARN).build();
  }

  private static List<String> firstFour(Sandbox clever) {
    return ids(clever, RecordType.SECTIONS).subList(0, 4);
  }

  private static List<String> seenUsers(RosterFixture district, Sandbox clever, Role role) {
    return of(seen(district), district, clever, role);
  }

  private static List<String> leftOutUsers(RosterFixture district, Sandbox clever, Role role) {
    return of(leftOut(district), district, clever, role);
  }

  private static List<String> of(
      Set<String> names, RosterFixture district, Sandbox clever, Role role) {
    return Sharings.hold(clever, role).stream()
        .filter(id -> names.contains(district.district + "/users/" + id))
        .toList();
  }
}
