package dev.homeroom.server.sync.share;

import static dev.homeroom.server.sync.share.Sharings.covered;
import static dev.homeroom.server.sync.share.Sharings.finding;
import static dev.homeroom.server.sync.share.Sharings.findings;
import static dev.homeroom.server.sync.share.Sharings.ids;
import static dev.homeroom.server.sync.share.Sharings.leftOut;
import static dev.homeroom.server.sync.share.Sharings.members;
import static dev.homeroom.server.sync.share.Sharings.schools;
import static dev.homeroom.server.sync.share.Sharings.seen;
import static dev.homeroom.server.sync.share.Sharings.without;
import static dev.homeroom.v1.ShareFindingKind.SHARE_FINDING_KIND_SHARE_BROADER_THAN_ADVISED;
import static dev.homeroom.v1.ShareFindingKind.SHARE_FINDING_KIND_SHARE_NARROWER_THAN_DECLARED;
import static dev.homeroom.v1.ShareFindingKind.SHARE_FINDING_KIND_UNDECLARED_SCHOOLS;
import static dev.homeroom.v1.ShareFindingKind.SHARE_FINDING_KIND_UNDECLARED_SECTIONS;
import static dev.homeroom.v1.ShareFindingKind.SHARE_FINDING_KIND_UNDECLARED_USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.RosterChange.AddSection;
import dev.homeroom.sandbox.district.RosterChange.HireEmployee;
import dev.homeroom.sandbox.share.Share;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.v1.FindingSeverity;
import dev.homeroom.v1.SyncMode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Chosen schools: these and what is theirs, followed at each sync. */
final class SchoolsShareTest {
  @Test
  void what_is_linked_to_the_declared_schools_reaches_readers_and_nothing_else_does() {
    try (var district =
        RosterFixture.sharing(
            200, 3, clever -> schools(List.of(ids(clever, RecordType.SCHOOLS).getFirst())))) {
      var all = ids(district.clever, RecordType.SCHOOLS);
      var mine = all.getFirst();
      assertThat(all).hasSizeGreaterThan(1);
      var expected = covered(district, new Share.Schools(Set.of(mine), true));
      var everything = covered(district, new Share.District(true));

      assertThat(seen(district)).isEqualTo(expected);
      assertThat(leftOut(district)).isEqualTo(without(everything, expected));
      var share = district.state().getShare();
      assertThat(share.getCovered().getSchools()).isEqualTo(1);
      assertThat(share.getUndeclared().getSchools()).isEqualTo(all.size() - 1);
      assertThat(share.getCovered().getStudents() + share.getUndeclared().getStudents())
          .isEqualTo(district.clever.roster().count(Role.STUDENT));
      assertThat(share.getCovered().getStaff() + share.getUndeclared().getStaff())
          .isEqualTo(district.clever.roster().count(Role.STAFF));
      assertThat(findings(district))
          .containsExactly(
              SHARE_FINDING_KIND_UNDECLARED_SECTIONS,
              SHARE_FINDING_KIND_UNDECLARED_SCHOOLS,
              SHARE_FINDING_KIND_SHARE_BROADER_THAN_ADVISED,
              SHARE_FINDING_KIND_UNDECLARED_USERS);
      var undeclared = finding(district, SHARE_FINDING_KIND_UNDECLARED_SCHOOLS).orElseThrow();
      assertThat(undeclared.getSamples(0)).isEqualTo(district.district + "/schools/" + all.get(1));
      assertThat(undeclared.getExplanation()).contains("Declare them", "have a reviewer approve");
      assertThat(finding(district, SHARE_FINDING_KIND_UNDECLARED_USERS).orElseThrow())
          .satisfies(users -> assertThat(users.getSamplesList()).isEmpty());

      var unchanged = district.run(SyncMode.SYNC_MODE_FULL);
      assertThat(unchanged.getRevision()).isEqualTo(1);
    }
  }

  @Test
  void new_sections_and_teachers_of_declared_schools_come_in_by_events_and_others_stay_out() {
    try (var district =
        RosterFixture.sharing(
            200, 3, clever -> schools(List.of(ids(clever, RecordType.SCHOOLS).getFirst())))) {
      var clever = district.clever;
      var mine = ids(clever, RecordType.SCHOOLS).getFirst();
      var other = ids(clever, RecordType.SCHOOLS).get(1);
      for (var school : List.of(mine, other)) {
        var section = sectionOf(district, school);
        clever.apply(
            new AddSection(
                section,
                List.of(members(clever, Role.TEACHER, school).getFirst()),
                List.of(members(clever, Role.STUDENT, school).getFirst())),
            new HireEmployee("teacher", List.of(school)));
      }
      var before = seen(district);
      var outside = leftOut(district);

      var run = district.run(SyncMode.SYNC_MODE_AUTO);

      assertThat(run.getMode()).isEqualTo(SyncMode.SYNC_MODE_INCREMENTAL);
      assertThat(seen(district))
          .isEqualTo(covered(district, new Share.Schools(Set.of(mine), true)));
      assertThat(without(seen(district), before)).hasSize(2);
      assertThat(without(leftOut(district), outside)).hasSize(2);
      var change = district.state().getShare().getLastChange();
      assertThat(change.getRevision()).isEqualTo(run.getRevision());
      assertThat(change.getAdded().getSections()).isEqualTo(1);
      assertThat(change.getAdded().getTeachers()).isEqualTo(1);
      assertThat(change.getAdded().getStudents()).isZero();
      assertThat(change.getRemoved().getTeachers()).isZero();
    }
  }

  @Test
  void a_declared_school_that_clever_stops_showing_is_told_and_comes_back_as_it_was() {
    try (var district =
        RosterFixture.sharing(
            200, 3, clever -> schools(List.of(ids(clever, RecordType.SCHOOLS).getFirst())))) {
      var all = ids(district.clever, RecordType.SCHOOLS);
      var before = seen(district);
      var digest = district.state().getShare().getDigest();
      var everything = covered(district, new Share.District(true));
      district.clever.share(new Share.Schools(Set.of(all.get(1)), true));

      district.sync();

      assertThat(seen(district)).noneMatch(name -> name.contains("/sections/"));
      var narrower =
          finding(district, SHARE_FINDING_KIND_SHARE_NARROWER_THAN_DECLARED).orElseThrow();
      assertThat(narrower.getSamplesList())
          .containsExactly(district.district + "/schools/" + all.getFirst());
      assertThat(narrower.getSeverity()).isEqualTo(FindingSeverity.FINDING_SEVERITY_WARNING);
      assertThat(district.state().getShare().getDigest()).isNotEqualTo(digest);

      district.clever.share(new Share.District(true));
      district.sync();

      assertThat(seen(district)).isEqualTo(before);
      assertThat(leftOut(district)).isEqualTo(without(everything, before));
      assertThat(district.state().getShare().getDigest()).isEqualTo(digest);
    }
  }

  private static String sectionOf(RosterFixture district, String school) {
    var roster = district.clever.roster();
    var rows = roster.rows(RecordType.SECTIONS);
    int slot =
        rows.liveSlots()
            .filter(section ->
                roster
                    .rows(RecordType.SCHOOLS)
                    .id(roster.sections().school(section))
                    .toString()
                    .equals(school))
            .findFirst()
            .orElseThrow();
    return rows.id(slot).toString();
  }
}
