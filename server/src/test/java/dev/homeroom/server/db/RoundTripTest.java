package dev.homeroom.server.db;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.server.db.failure.StatementTimeoutException;
import dev.homeroom.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

class RoundTripTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final long LOCK = 4711;

  @Test
  void all_its_queries_see_one_moment() throws Exception {
    try (var database = filled();
        var other = database.connect("other");
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var lock = sql("pg_advisory_xact_lock_shared({0})");
      var before = names();
      var after = names();
      var others = Database.on(other);
      others.execute("select pg_advisory_lock({0})", DSL.inline(LOCK));

      var reading =
          threads.submit(
              () -> database.read(LIMIT, QueryBatch.of(List.of(before, lock, after)), Map.of()));
      Eventually.see(
          () ->
              others.fetchExists(
                  DSL.selectOne().from("pg_locks").where("locktype = 'advisory' and not granted")),
          waits -> waits);
      database.dsl().update(DISTRICTS).set(DISTRICTS.NAME, "later").execute();
      others.execute("select pg_advisory_unlock({0})", DSL.inline(LOCK));
      var answers = reading.get();

      assertThat(answers.of(before)).containsExactly("first");
      assertThat(answers.of(after)).containsExactly("first");
      assertThat(database.read(LIMIT, QueryBatch.of(List.of(after)), Map.of()).of(after))
          .containsExactly("later");
    }
  }

  @Test
  void a_snapshot_that_begins_with_it_goes_on_at_the_same_moment() {
    try (var database = filled()) {
      var first = names();

      var later =
          database.snapshot(
              LIMIT,
              QueryBatch.of(List.of(first)),
              Map.of(),
              (answers, db) -> {
                database.dsl().update(DISTRICTS).set(DISTRICTS.NAME, "later").execute();
                return List.of(
                    answers.of(first).getFirst(),
                    db.selectFrom(DISTRICTS).fetchSingle().getName(),
                    db.fetchSingle("show statement_timeout").get(0, String.class));
              });

      assertThat(later).containsExactly("first", "first", "30s");
    }
  }

  @Test
  void each_query_has_to_end_within_the_limit_which_ends_with_it() {
    try (var database = filled()) {
      var slow = QueryBatch.of(List.of(names(), sql("pg_sleep(60)")));

      assertThatThrownBy(() -> database.read(Duration.ofMillis(50), slow, Map.of()))
          .isInstanceOf(StatementTimeoutException.class);
      assertThat(
              database.<String>snapshot(
                  db -> db.fetchSingle("show statement_timeout").get(0, String.class)))
          .isEqualTo("0");
    }
  }

  @Test
  void nothing_can_be_written_by_it() {
    try (var database = filled()) {
      var writing = QueryBatch.of(List.of(sql("nextval('stages')")));

      assertThatThrownBy(() -> database.read(LIMIT, writing, Map.of()))
          .rootCause()
          .hasMessageContaining("read-only transaction");
    }
  }

  @Test
  void queries_of_other_round_trips_have_no_answer() {
    try (var database = filled()) {
      var answers = database.read(LIMIT, QueryBatch.of(List.of(names())), Map.of());

      assertThatThrownBy(() -> answers.of(names())).hasMessage("a query of this round trip");
    }
  }

  private static PreparedQuery<String> names() {
    return PreparedQuery.of(DSL.select(DISTRICTS.NAME).from(DISTRICTS), row -> row.getString(1));
  }

  private static PreparedQuery<String> sql(String function) {
    var answer = DSL.field(function + "::text", String.class, DSL.inline(LOCK));
    return PreparedQuery.of(DSL.select(answer), row -> row.getString(1));
  }

  private static Database filled() {
    var database = TestPostgres.open();
    database
        .dsl()
        .insertInto(DISTRICTS, DISTRICTS.ID, DISTRICTS.NAME)
        .values(id(), "first")
        .execute();
    return database;
  }

  private static byte[] id() {
    return new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
  }
}
