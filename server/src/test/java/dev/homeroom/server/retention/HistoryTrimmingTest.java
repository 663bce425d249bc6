package dev.homeroom.server.retention;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.REVISIONS;
import static dev.homeroom.server.db.generated.Tables.USERS_HISTORY;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.homeroom.server.Refused;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.v1.AsOf;
import dev.homeroom.v1.DiffRevisionsRequest;
import dev.homeroom.v1.ListUsersRequest;
import io.grpc.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One district grows old: five revisions, a hundred days apart. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class HistoryTrimmingTest {
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final Map<Long, Map<String, Message>> SEEN = new TreeMap<>();

  @SuppressWarnings("NullAway.Init")
  private static RosterFixture fixture;

  @SuppressWarnings("NullAway.Init")
  private static Database database;

  private static String secondPage = "";

  @BeforeAll
  static void live() {
    fixture = RosterFixture.students(30, 9);
    database = Database.open(fixture.server.database());
    database.migrated().orTimeout(30, TimeUnit.SECONDS).join();
    SEEN.put(1L, fixture.roster());
    secondPage =
        fixture
            .app()
            .listUsers(
                ListUsersRequest.newBuilder().setParent(fixture.district).setPageSize(5).build())
            .getNextPageToken();
    for (long revision = 2; revision <= 5; revision++) {
      fixture.clever.drift(15);
      assertThat(fixture.sync()).isEqualTo(revision);
      SEEN.put(revision, fixture.roster());
    }
    for (long revision = 1; revision <= 5; revision++) {
      database
          .dsl()
          .update(REVISIONS)
          .set(REVISIONS.WRITTEN_AT, written(revision).atOffset(ZoneOffset.UTC))
          .where(REVISIONS.REVISION.eq(revision))
          .execute();
    }
  }

  @AfterAll
  static void stop() {
    database.close();
    fixture.close();
    SEEN.clear();
  }

  @Test
  @Order(1)
  void what_is_not_old_enough_stays() {
    trimAt(written(5));

    SEEN.forEach((revision, roster) -> assertThat(fixture.roster(revision)).isEqualTo(roster));
  }

  @Test
  @Order(2)
  void the_roster_at_the_cut_can_still_be_asked_for_and_no_sync_is_waited_for() {
    var before = database.dsl().fetchCount(USERS_HISTORY);

    // What a sync holds while it applies; whoever waited for it would wait for ever.
    database.transaction(sync -> {
      sync.selectFrom(DISTRICTS).forNoKeyUpdate().fetch();
      CompletableFuture.runAsync(() -> trimAt(written(3).plus(Duration.ofDays(450))))
          .orTimeout(30, TimeUnit.SECONDS)
          .join();
      return sync;
    });

    assertThat(oldest()).isEqualTo(3);
    for (long revision : List.of(3L, 4L, 5L)) {
      assertThat(fixture.roster(revision)).isEqualTo(SEEN.get(revision));
    }
    var cut = written(3).plus(Duration.ofDays(50));
    assertThat(fixture.roster(Optional.of(at(cut)))).isEqualTo(SEEN.get(3L));
    assertThat(database.dsl().fetchCount(USERS_HISTORY, USERS_HISTORY.UNTIL_REVISION.le(3L)))
        .isZero();
    assertThat(database.dsl().fetchCount(USERS_HISTORY)).isBetween(1, before - 1);
  }

  @Test
  @Order(3)
  void what_was_trimmed_is_out_of_range_however_it_is_asked_for() {
    var old =
        List.of(
            Refused.by(() -> fixture.roster(2)),
            Refused.by(() -> fixture.roster(Optional.of(at(written(2))))),
            Refused.by(() ->
                fixture
                    .app()
                    .diffRevisions(
                        DiffRevisionsRequest.newBuilder()
                            .setParent(fixture.district)
                            .setFromRevision(2)
                            .build())),
            Refused.by(() ->
                fixture
                    .app()
                    .listUsers(
                        ListUsersRequest.newBuilder()
                            .setParent(fixture.district)
                            .setPageToken(secondPage)
                            .build())));

    assertThat(old)
        .allMatch(refused -> refused.code() == Status.Code.OUT_OF_RANGE)
        .allMatch(refused -> refused.reason().equals("HISTORY_TRIMMED"))
        .allMatch(refused -> "3".equals(refused.metadata().get("oldestRevision")));
  }

  @Test
  @Order(4)
  void several_servers_may_trim_at_once_and_the_newest_revision_always_stays() {
    var never = written(5).plus(Duration.ofDays(5000));

    var servers =
        Stream.generate(() -> CompletableFuture.runAsync(() -> trimAt(never)))
            .limit(2)
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(servers).orTimeout(30, TimeUnit.SECONDS).join();

    assertThat(oldest()).isEqualTo(5);
    assertThat(database.dsl().fetchCount(USERS_HISTORY)).isZero();
    assertThat(fixture.roster(5)).isEqualTo(SEEN.get(5L));
    assertThat(fixture.roster()).isEqualTo(SEEN.get(5L));
  }

  @Test
  @Order(5)
  void history_goes_on_behind_the_cut() {
    fixture.clever.drift(15);
    assertThat(fixture.sync()).isEqualTo(6);

    assertThat(fixture.roster(5)).isEqualTo(SEEN.get(5L));
    assertThat(fixture.roster()).isNotEqualTo(SEEN.get(5L));
  }

  private static void trimAt(Instant now) {
    new HistoryTrimming(database, Clock.fixed(now, ZoneOffset.UTC), Duration.ofDays(400)).trim();
  }

  private static Instant written(long revision) {
    return FIRST.plus(Duration.ofDays(100 * (revision - 1)));
  }

  private static long oldest() {
    return database
        .dsl()
        .select(DSL.min(REVISIONS.REVISION))
        .from(REVISIONS)
        .fetchSingle()
        .value1();
  }

  private static AsOf at(Instant time) {
    return AsOf.newBuilder()
        .setTime(Timestamp.newBuilder().setSeconds(time.getEpochSecond()))
        .build();
  }
}
