package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.USERS;
import static dev.homeroom.server.db.generated.Tables.USERS_HISTORY;
import static dev.homeroom.server.sync.SyncFixture.changes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.v1.FindingKind;
import dev.homeroom.v1.RecordType;
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
            USERS_HISTORY, USERS_HISTORY.ID.eq(id.bytes()).and(USERS_HISTORY.ENDED.eq("a")));
  }
}
