package dev.homeroom.server.sync.share;

import static dev.homeroom.server.sync.share.Sharings.covered;
import static dev.homeroom.server.sync.share.Sharings.finding;
import static dev.homeroom.server.sync.share.Sharings.ids;
import static dev.homeroom.server.sync.share.Sharings.leftOut;
import static dev.homeroom.server.sync.share.Sharings.rule;
import static dev.homeroom.server.sync.share.Sharings.schools;
import static dev.homeroom.server.sync.share.Sharings.sections;
import static dev.homeroom.server.sync.share.Sharings.seen;
import static dev.homeroom.server.sync.share.Sharings.without;
import static dev.homeroom.v1.ShareFindingKind.SHARE_FINDING_KIND_UNDECLARED_SCHOOLS;
import static dev.homeroom.v1.SharingOperator.SHARING_OPERATOR_IS;
import static dev.homeroom.v1.SharingOperator.SHARING_OPERATOR_IS_NOT;
import static dev.homeroom.v1.SharingSubject.SHARING_SUBJECT_SECTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.sandbox.share.Share;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.v1.ChangeCounts;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.FindingKind;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingOperator;
import dev.homeroom.v1.SharingRules;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncState;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What a narrower declaration takes away goes through proof and guard like everything that goes.
 */
final class NarrowedShareTest {
  @Test
  void a_declaration_that_would_take_much_away_is_a_plan_and_not_a_deletion() {
    try (var district = RosterFixture.students(200, 3)) {
      var all = ids(district.clever, RecordType.SCHOOLS);
      var everything = seen(district);
      var mine = covered(district, new Share.Schools(Set.of(all.getFirst()), true));
      district.declare(schools(List.of(all.getFirst())));

      var run = district.run(SyncMode.SYNC_MODE_AUTO);

      assertThat(run.getMode()).isEqualTo(SyncMode.SYNC_MODE_FULL);
      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);
      assertThat(run.getMessage()).contains("schools would go as a whole");
      assertThat(run.getRevision()).isEqualTo(1);
      assertThat(seen(district)).isEqualTo(everything);
      assertThat(leftOut(district)).isEmpty();
      assertThat(finding(district, SHARE_FINDING_KIND_UNDECLARED_SCHOOLS).orElseThrow())
          .satisfies(found -> assertThat(found.getCount()).isEqualTo(all.size() - 1));
      var plan = district.state().getPendingPlan();
      assertThat(district.run(SyncMode.SYNC_MODE_FULL).getPlan()).isEqualTo(plan.getName());

      district.sync();

      assertThat(seen(district)).isEqualTo(mine);
      assertThat(leftOut(district)).isEqualTo(without(everything, mine));
      var removed = district.state().getShare().getLastChange().getRemoved();
      assertThat(removed.getSchools()).isEqualTo(all.size() - 1);
    }
  }

  @Test
  void what_rules_let_in_today_cannot_be_ruled_out_in_bulk_today() {
    try (var district =
        RosterFixture.sharing(
            300, 3, clever -> sectionsNamed(SHARING_OPERATOR_IS, clever.roster().sectionName(0)))) {
      long few = district.state().getCounts().getSections();
      district.declare(sectionsNamed(SHARING_OPERATOR_IS_NOT, "no such name"));
      assertThat(district.run(SyncMode.SYNC_MODE_AUTO).getState())
          .isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      long all = district.state().getCounts().getSections();
      assertThat(all).isEqualTo(ids(district.clever, RecordType.SECTIONS).size());
      var everything = seen(district);
      district.declare(sectionsNamed(SHARING_OPERATOR_IS, district.clever.roster().sectionName(0)));

      var run = district.run(SyncMode.SYNC_MODE_AUTO);

      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);
      assertThat(run.getMessage())
          .contains("%d of %d sections would be removed within 24 hours".formatted(all - few, all));
      assertThat(seen(district)).isEqualTo(everything);
    }
  }

  @Test
  void going_back_to_the_former_declaration_lets_the_plan_lapse() {
    try (var district = RosterFixture.students(200, 3)) {
      var everything = seen(district);
      district.declare(schools(List.of(ids(district.clever, RecordType.SCHOOLS).getFirst())));
      district.run(SyncMode.SYNC_MODE_AUTO);
      assertThat(district.state().hasPendingPlan()).isTrue();
      district.declare(Sharing.newBuilder().setType(SharingType.SHARING_TYPE_DISTRICT).build());

      var run = district.run(SyncMode.SYNC_MODE_AUTO);

      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(district.state().hasPendingPlan()).isFalse();
      assertThat(seen(district)).isEqualTo(everything);
    }
  }

  @Test
  void a_share_that_was_declared_while_nothing_was_synced_makes_the_next_sync_a_full_one() {
    try (var district = RosterFixture.students(60, 5)) {
      var chosen = Set.copyOf(ids(district.clever, RecordType.SECTIONS).subList(0, 3));
      var narrower = DistrictSpec.newBuilder().setSharing(sections(chosen));
      assertThat(district.run(SyncMode.SYNC_MODE_AUTO).getMode())
          .isEqualTo(SyncMode.SYNC_MODE_INCREMENTAL);
      district.declare(narrower.clone().setSuspend(true));
      district.declare(narrower);

      var run = district.run(SyncMode.SYNC_MODE_AUTO);

      assertThat(run.getMode()).isEqualTo(SyncMode.SYNC_MODE_FULL);
      assertThat(run.getModeReason())
          .isEqualTo("Another share is declared than at the last full sync.");
      assertThat(run.getRequestedMode()).isEqualTo(SyncMode.SYNC_MODE_AUTO);
      district.sync();
      assertThat(seen(district)).isEqualTo(covered(district, new Share.Sections(chosen)));
      assertThat(district.run(SyncMode.SYNC_MODE_AUTO).getMode())
          .isEqualTo(SyncMode.SYNC_MODE_INCREMENTAL);
    }
  }

  @Test
  void while_a_section_is_set_aside_a_narrower_share_takes_nothing_away_and_the_run_says_why() {
    try (var district = RosterFixture.students(60, 5)) {
      var everything = seen(district);
      var all = ids(district.clever, RecordType.SECTIONS);
      var chosen = Set.copyOf(all.subList(1, 4));
      district.clever.faults().add(new Fault.RecordWithoutId(RecordType.SECTIONS));
      district.declare(sections(chosen));

      var run = district.run(SyncMode.SYNC_MODE_FULL);

      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(run.getChangesList()).allMatch(each -> each.getArchived() == 0);
      assertThat(run.getChangesList())
          .filteredOn(each -> each.getWithheld() > 0)
          .extracting(ChangeCounts::getType)
          .contains(
              dev.homeroom.v1.RecordType.RECORD_TYPE_SECTION,
              dev.homeroom.v1.RecordType.RECORD_TYPE_USER);
      assertThat(run.getMessage())
          .contains("set aside unread", "Not every section or user could be read");
      assertThat(run.getFindingsList())
          .filteredOn(each -> each.getKind() == FindingKind.FINDING_KIND_QUARANTINED)
          .singleElement()
          .satisfies(each ->
              assertThat(each.getExplanation()).contains("nothing of the type was removed"));
      assertThat(seen(district)).isEqualTo(everything);
      assertThat(leftOut(district)).isEmpty();

      district.clever.faults().clear();
      var whole = district.run(SyncMode.SYNC_MODE_FULL);
      assertThat(whole.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);
      district.sync();
      assertThat(seen(district)).isEqualTo(covered(district, new Share.Sections(chosen)));
    }
  }

  @Test
  void a_list_of_sections_that_is_not_whole_takes_nobody_away_whom_it_does_not_name() {
    try (var district =
        RosterFixture.sharing(
            60, 5, clever -> sections(ids(clever, RecordType.SECTIONS).subList(0, 3)))) {
      var before = seen(district);
      district.clever.faults().add(new Fault.EmptyList(RecordType.SECTIONS));

      var run = district.run(SyncMode.SYNC_MODE_FULL);

      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(seen(district)).isEqualTo(before);
      district.clever.faults().clear();
      assertThat(district.run(SyncMode.SYNC_MODE_FULL).getRevision()).isEqualTo(1);
      assertThat(seen(district)).isEqualTo(before);
    }
  }

  private static Sharing sectionsNamed(SharingOperator operator, String name) {
    return Sharing.newBuilder()
        .setType(SharingType.SHARING_TYPE_RULES)
        .setRules(
            SharingRules.newBuilder()
                .addInclude(rule(SHARING_SUBJECT_SECTIONS, "name", operator, name)))
        .build();
  }
}
