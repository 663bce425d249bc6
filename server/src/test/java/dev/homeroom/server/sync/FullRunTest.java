package dev.homeroom.server.sync;

import static dev.homeroom.server.sync.SyncFixture.changes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.v1.FetchProgress;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncState;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

class FullRunTest {
  @Test
  void the_first_run_loads_the_district_whole() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      fixture.startWorker("one");

      var run = fixture.run();

      assertThat(run.getState()).as("%s", run).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(run.getRevision()).isEqualTo(1);
      assertThat(run.getCounts().getSchools()).isEqualTo(3);
      assertThat(run.getCounts().getStudents()).isEqualTo(1004);
      assertThat(run.getCounts().getTeachers()).isEqualTo(89);
      assertThat(run.getCounts().getSections()).isEqualTo(378);
      assertThat(run.getCounts().getEnrollments()).isEqualTo(8954);
      assertThat(run.getCounts().getTeacherEnrollments()).isEqualTo(452);
      assertThat(run.getFindingsList()).isEmpty();
      assertThat(fixture.tokens.said).containsExactly("accepted");
      assertThat(changes(run, RecordType.RECORD_TYPE_SECTION).getCreated()).isEqualTo(378);
      assertThat(run.getProgressList())
          .allSatisfy(each -> assertThat(each.getFetched()).isEqualTo(each.getTotal()));
      assertThat(run.getStagesList()).hasSize(4);
    }
  }

  @Test
  void a_second_run_without_a_change_keeps_the_revision() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      fixture.startWorker("one");
      var first = fixture.run();

      var second = fixture.run();

      assertThat(second.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(second.getRevision()).isEqualTo(1);
      assertThat(second.getCounts()).isEqualTo(first.getCounts());
      assertThat(second.getChangesList())
          .hasSize(6)
          .allSatisfy(each -> {
            assertThat(each.getCreated() + each.getUpdated() + each.getArchived()).isZero();
            assertThat(each.getUnchanged()).isPositive();
          });
    }
  }

  @Test
  void what_drifted_is_counted_as_an_independent_comparison_counts_it() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      fixture.startWorker("one");
      fixture.run();

      var drift = fixture.clever.drift(3);
      var run = fixture.run();

      assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(run.getRevision()).isEqualTo(2);
      for (var type : dev.homeroom.sandbox.district.RecordType.values()) {
        var expected = drift.of(type);
        var found = found(run, type);
        assertThat(found.getCreated()).as("created %s", type).isEqualTo(expected.created());
        assertThat(found.getUpdated()).as("updated %s", type).isEqualTo(expected.updated());
        assertThat(found.getArchived()).as("archived %s", type).isEqualTo(expected.removed());
      }
      assertThat(run.getCounts().getEnrollments())
          .isEqualTo(8954 + drift.enrollments().created() - drift.enrollments().removed());
    }
  }

  @Test
  void a_large_district_is_staged_in_tables_of_its_own_that_go_with_the_run() throws Exception {
    try (var fixture = SyncFixture.students(8000)) {
      fixture.startWorker("one");

      var first = fixture.run();
      assertThat(first.getState()).as("%s", first).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(first.getCounts().getStudents()).isEqualTo(8000);
      assertThat(first.getProgressList().stream().mapToLong(FetchProgress::getTotal).sum())
          .as("rows, more than the shared tables take")
          .isGreaterThan(10_000);
      assertThat(estimatedUsers(fixture))
          .as("the planner knows of the users before anybody looks for them")
          .isEqualTo(changes(first, RecordType.RECORD_TYPE_USER).getCreated());
      fixture.clever.drift(2);
      var second = fixture.run();

      assertThat(second.getRevision()).isEqualTo(2);
      assertThat(changes(second, RecordType.RECORD_TYPE_USER).getUpdated()).isPositive();
      assertThat(RosterModel.asOf(fixture, 2)).isEqualTo(RosterModel.shownBy(fixture.clever));
      assertThat(RosterModel.seats(fixture)).isEqualTo(RosterModel.asOf(fixture, 2).seats());
      assertThat(
              fixture.database.dsl().meta().getTables().stream()
                  .map(Table::getName)
                  .filter(name -> name.matches("(staged|roster_changes)_.*[0-9]+")))
          .isEmpty();
    }
  }

  private static long estimatedUsers(SyncFixture fixture) {
    return (long)
        fixture
            .database
            .dsl()
            .select(DSL.field(DSL.name("reltuples"), Double.class))
            .from(DSL.table(DSL.name("pg_catalog", "pg_class")))
            .where(DSL.field(DSL.name("relname"), String.class).eq("users"))
            .fetchSingle()
            .value1()
            .doubleValue();
  }

  private static dev.homeroom.v1.ChangeCounts found(
      SyncRun run, dev.homeroom.sandbox.district.RecordType type) {
    var word = type.name().substring(0, type.name().length() - 1);
    return changes(run, RecordType.valueOf("RECORD_TYPE_" + word));
  }
}
