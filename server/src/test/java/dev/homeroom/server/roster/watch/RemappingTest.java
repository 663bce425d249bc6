package dev.homeroom.server.roster.watch;

import static dev.homeroom.server.db.generated.Tables.USERS;
import static dev.homeroom.server.db.generated.Tables.USERS_HISTORY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.letter.RowEnding;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.v1.ChangeCounts;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.RosterChangeKind;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.User;
import dev.homeroom.v1.WatchRosterRequest;
import java.util.concurrent.TimeUnit;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A district whose rows another release wrote, before a full run of this one comes. */
final class RemappingTest {
  @SuppressWarnings("NullAway.Init")
  private RosterFixture fixture;

  @SuppressWarnings("NullAway.Init")
  private Database database;

  @BeforeEach
  void start() {
    fixture = RosterFixture.students(10, 2);
    database = Database.open(fixture.server.database());
    database.migrated().orTimeout(30, TimeUnit.SECONDS).join();
  }

  @AfterEach
  void stop() {
    database.close();
    fixture.close();
  }

  @Test
  void what_reads_the_same_is_written_anew_and_told_to_nobody() {
    var before = fixture.roster();
    writtenByAnotherRelease(true);
    var replica = follow(new Replica(all()), 1);

    var run = fixture.run(SyncMode.SYNC_MODE_FULL);

    var counts = users(run);
    assertThat(counts.getRemapped()).isEqualTo(RosterFixture.of(before, User.class).size());
    assertThat(counts.getUpdated() + counts.getArchived() + counts.getCreated()).isZero();
    assertThat(fixture.roster()).isEqualTo(before);
    assertThat(fixture.roster(1)).isEqualTo(before);
    try (var watching = Watching.open(fixture.server, replica.request())) {
      assertThat(replica.take(watching.next())).as("a bookmark and no change").isTrue();
      assertThat(replica.revision()).isEqualTo(run.getRevision());
    }
    assertThat(users(fixture.run(SyncMode.SYNC_MODE_FULL)).getRemapped()).as("once").isZero();
  }

  @Test
  void what_reads_otherwise_is_told_and_history_says_why_it_ended() {
    var whole = fixture.roster();
    long withEmail = RosterFixture.of(whole, User.class).stream().filter(User::hasEmail).count();
    assertThat(withEmail).isPositive();
    writtenByAnotherRelease(false);
    var without = fixture.roster();
    assertThat(without).isNotEqualTo(whole);
    var replica = follow(new Replica(all()), 1);

    var run = fixture.run(SyncMode.SYNC_MODE_FULL);

    assertThat(run.getRevision()).isEqualTo(2);
    assertThat(users(run).getRemapped()).isEqualTo(RosterFixture.of(whole, User.class).size());
    assertThat(users(run).getUpdated()).isZero();
    assertThat(fixture.roster()).isEqualTo(whole);
    assertThat(fixture.roster(1)).isEqualTo(without);
    assertThat(database.dsl().fetchCount(USERS_HISTORY, USERS_HISTORY.ENDED.ne(RowEnding.REMAPPED)))
        .isZero();
    assertThat(database.dsl().fetchCount(USERS_HISTORY)).isGreaterThanOrEqualTo((int) withEmail);
    long told = 0;
    try (var watching = Watching.open(fixture.server, replica.request())) {
      for (var message = watching.next(); !replica.take(message); message = watching.next()) {
        assertThat(message.getChange().getKind())
            .isEqualTo(RosterChangeKind.ROSTER_CHANGE_KIND_CHANGED);
        assertThat(message.getChange().getChangedFieldsList()).containsExactly("email");
        told++;
      }
    }
    assertThat(told).isEqualTo(withEmail);
    assertThat(replica.records()).isEqualTo(whole);
  }

  /** The rows of users get another version and hash, as such a release would have left them. */
  private void writtenByAnotherRelease(boolean withEmails) {
    database
        .dsl()
        .update(USERS)
        .set(USERS.MAPPING_VERSION, (short) 0)
        .set(USERS.CONTENT_HASH, USERS.CONTENT_HASH.bitXor(1L))
        .set(USERS.EMAIL, withEmails ? USERS.EMAIL : DSL.inline(null, SQLDataType.CLOB))
        .execute();
  }

  private Replica follow(Replica replica, long revision) {
    try (var watching = Watching.open(fixture.server, replica.request())) {
      while (replica.revision() < revision) {
        replica.take(watching.next());
      }
    }
    return replica;
  }

  private WatchRosterRequest all() {
    return WatchRosterRequest.newBuilder().setParent(fixture.district).build();
  }

  private static ChangeCounts users(SyncRun run) {
    return run.getChangesList().stream()
        .filter(each -> each.getType() == RecordType.RECORD_TYPE_USER)
        .findFirst()
        .orElseThrow();
  }
}
