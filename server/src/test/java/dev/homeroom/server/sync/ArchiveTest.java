package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.SECTIONS;
import static dev.homeroom.server.db.generated.Tables.USERS;
import static dev.homeroom.server.db.generated.Tables.USERS_HISTORY;
import static dev.homeroom.server.sync.SyncFixture.changes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.val;

import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.letter.RowEnding;
import dev.homeroom.v1.Finding;
import dev.homeroom.v1.FindingKind;
import dev.homeroom.v1.RecordType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchiveTest {
  @Test
  void who_leaves_is_archived_and_returns_under_the_same_id() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      fixture.startWorker("one");
      fixture.run();
      var student = aStudent(fixture);

      fixture.clever.apply(new RosterChange.WithdrawUser(student.toString()));
      var gone = changes(fixture.run(), RecordType.RECORD_TYPE_USER);

      assertThat(gone.getArchived()).isPositive();
      assertThat(live(fixture, student)).isZero();
      assertThat(former(fixture, student)).isEqualTo(1);

      fixture.clever.apply(
          new RosterChange.Restore(
              dev.homeroom.sandbox.district.RecordType.USERS, student.toString()));
      var back = changes(fixture.run(), RecordType.RECORD_TYPE_USER);

      assertThat(back.getRestored()).isEqualTo(1);
      assertThat(back.getCreated()).isZero();
      assertThat(live(fixture, student)).isEqualTo(1);
    }
  }

  @Test
  void what_is_referred_to_but_not_shared_stays_a_finding_while_nothing_changes() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      fixture.startWorker("one");
      assertThat(fixture.run().getFindingsList()).isEmpty();
      var student = aStudent(fixture);

      fixture.clever.apply(
          new RosterChange.Remove(
              dev.homeroom.sandbox.district.RecordType.USERS, student.toString()));
      var found = fixture.run().getFindingsList();

      assertThat(found)
          .isNotEmpty()
          .allMatch(each -> each.getKind() == FindingKind.FINDING_KIND_REFERENCE_NOT_SHARED);
      assertThat(count(found, RecordType.RECORD_TYPE_SECTION))
          .isEqualTo(
              fixture
                  .database
                  .dsl()
                  .fetchCount(SECTIONS, val(student.bytes()).eq(any(SECTIONS.STUDENTS))));
      assertThat(count(found, RecordType.RECORD_TYPE_USER))
          .as("the student's contacts")
          .isEqualTo(
              fixture
                  .database
                  .dsl()
                  .fetchCount(USERS, val(student.bytes()).eq(any(USERS.CONTACT_STUDENTS))));
      var again = fixture.run();
      assertThat(again.getRevision()).isEqualTo(2);
      assertThat(again.getFindingsList()).isEqualTo(found);
    }
  }

  @Test
  void a_name_with_a_nul_arrives_without_it() throws Exception {
    try (var fixture = SyncFixture.demo()) {
      fixture.startWorker("one");
      fixture.run();
      var student = aStudent(fixture);

      fixture.clever.apply(new RosterChange.RenameUser(student.toString(), "Ma\0ry", "O'Né\u4e2d"));
      var run = fixture.run();

      assertThat(run.getFindingsList())
          .singleElement()
          .satisfies(each -> {
            assertThat(each.getKind()).isEqualTo(FindingKind.FINDING_KIND_NUL_DROPPED);
            assertThat(each.getCount()).isEqualTo(1);
            assertThat(each.getExplanation()).isNotEmpty();
          });
      var row =
          fixture
              .database
              .dsl()
              .selectFrom(USERS)
              .where(USERS.ID.eq(student.bytes()))
              .fetchSingle();
      assertThat(row.getFirstName()).isEqualTo("Mary");
      assertThat(row.getLastName()).isEqualTo("O'Né\u4e2d");
      assertThat(row.getRevision()).isEqualTo(2);
    }
  }

  private static long count(List<Finding> findings, RecordType type) {
    return findings.stream()
        .filter(each -> each.getType() == type)
        .mapToLong(Finding::getCount)
        .sum();
  }

  private static CleverId aStudent(SyncFixture fixture) {
    return CleverId.of(
        fixture
            .database
            .dsl()
            .select(USERS.ID)
            .from(USERS)
            .where(USERS.STUDENT)
            .orderBy(USERS.ID)
            .limit(1)
            .fetchSingle()
            .value1());
  }

  private static int live(SyncFixture fixture, CleverId id) {
    return fixture.database.dsl().fetchCount(USERS, USERS.ID.eq(id.bytes()));
  }

  private static int former(SyncFixture fixture, CleverId id) {
    return fixture
        .database
        .dsl()
        .fetchCount(
            USERS_HISTORY,
            USERS_HISTORY.ID.eq(id.bytes()).and(USERS_HISTORY.ENDED.eq(RowEnding.ARCHIVED)));
  }
}
