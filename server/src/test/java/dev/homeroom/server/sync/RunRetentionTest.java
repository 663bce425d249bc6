package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.SYNC_RUNS;
import static dev.homeroom.server.db.generated.Tables.SYNC_RUN_TYPES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.StagingTables;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RunRetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");
  private static final Instant CUT = NOW.minus(Duration.ofDays(90));

  @Test
  void old_runs_go_but_never_the_newest_nor_the_newest_that_succeeded() throws Exception {
    try (var fixture = SyncFixture.students(10)) {
      var other = fixture.declare(CleverId.of("6a702e5f64be279e8f0000ff"));
      add(fixture, fixture.district, "SUCCEEDED", 200, false);
      var success = add(fixture, fixture.district, "SUCCEEDED", 150, false);
      add(fixture, fixture.district, "FAILED", 140, false);
      var newest = add(fixture, fixture.district, "CANCELLED", 100, false);
      add(fixture, fixture.district, "SUCCEEDED", 95, true);
      var only = add(fixture, other, "FAILED", 300, false);

      assertThat(RunRetention.trim(fixture.database.dsl(), CUT)).isEqualTo(3);
      assertThat(RunRetention.trim(fixture.database.dsl(), CUT)).isZero();

      assertThat(fixture.database.dsl().select(SYNC_RUNS.RUN).from(SYNC_RUNS).fetchSet(0))
          .isEqualTo(Set.of(success, newest, only));
      assertThat(fixture.database.dsl().fetchCount(SYNC_RUN_TYPES)).isEqualTo(3);
    }
  }

  @Test
  void runs_of_late_and_those_under_way_stay() throws Exception {
    try (var fixture = SyncFixture.students(10)) {
      for (int i = 0; i < 3; i++) {
        add(fixture, fixture.district, "SUCCEEDED", 89, false);
      }
      fixture.trigger();

      assertThat(RunRetention.trim(fixture.database.dsl(), CUT)).isZero();
    }
  }

  @Test
  void a_run_that_is_locked_and_a_district_whose_runs_refuse_to_go_stop_no_other()
      throws Exception {
    try (var fixture = SyncFixture.students(10)) {
      var sql = fixture.database.dsl();
      var refusing = fixture.declare(CleverId.of("6a702e5f64be279e8f0000fe"));
      var other = fixture.declare(CleverId.of("6a702e5f64be279e8f0000ff"));
      for (var district : List.of(fixture.district, refusing, other)) {
        add(fixture, district, "FAILED", 200, false);
        add(fixture, district, "SUCCEEDED", 150, false);
      }
      sql.execute(
          """
          create function refuse() returns trigger language plpgsql as $$
            begin
              if old.district = %d then raise exception 'this row stays'; end if;
              return old;
            end $$
          """
              .formatted(refusing.number()));
      sql.execute(
          "create trigger refusing before delete on sync_runs for each row execute function refuse()");
      fixture.database.transaction(reader -> {
        reader
            .selectFrom(SYNC_RUNS)
            .where(SYNC_RUNS.DISTRICT.eq(fixture.district.number()))
            .forUpdate()
            .fetch();

        var trimmed = CompletableFuture.supplyAsync(() -> RunRetention.trim(sql, CUT));

        assertThat(trimmed.orTimeout(20, TimeUnit.SECONDS).join()).isEqualTo(1);
        return reader;
      });
      assertThat(RunRetention.trim(sql, CUT)).isEqualTo(1);
      assertThat(sql.fetchCount(SYNC_RUNS)).isEqualTo(4);
    }
  }

  @Test
  void staging_tables_that_somebody_reads_are_left_and_the_others_go() throws Exception {
    try (var fixture = SyncFixture.students(10)) {
      StagingTables.create(fixture.database.dsl(), 900);
      StagingTables.create(fixture.database.dsl(), 901);
      fixture.database.transaction(reader -> {
        reader.fetch("select from roster_changes_900");
        CompletableFuture.runAsync(() -> StagingTables.sweep(fixture.database))
            .orTimeout(20, TimeUnit.SECONDS)
            .join();
        return reader;
      });
      assertThat(own(fixture)).containsExactly("roster_changes_900");

      StagingTables.sweep(fixture.database);

      assertThat(own(fixture)).isEmpty();
    }
  }

  private static List<String> own(SyncFixture fixture) {
    return fixture
        .database
        .dsl()
        .fetch("select relname from pg_class where relname ~ '^roster_changes_[0-9]+$'")
        .getValues(0, String.class);
  }

  private static UUID add(
      SyncFixture fixture, DistrictKey district, String state, int daysAgo, boolean dryRun) {
    var run = UUID.randomUUID();
    var time = NOW.minus(Duration.ofDays(daysAgo)).atOffset(ZoneOffset.UTC);
    fixture
        .database
        .dsl()
        .insertInto(SYNC_RUNS)
        .set(SYNC_RUNS.RUN, run)
        .set(SYNC_RUNS.DISTRICT, district.number())
        .set(SYNC_RUNS.MODE, "FULL")
        .set(SYNC_RUNS.STATE, state)
        .set(SYNC_RUNS.DRY_RUN, dryRun)
        .set(SYNC_RUNS.CREATED_AT, time)
        .set(SYNC_RUNS.ENDED_AT, time)
        .execute();
    fixture
        .database
        .dsl()
        .insertInto(SYNC_RUN_TYPES)
        .set(SYNC_RUN_TYPES.RUN, run)
        .set(SYNC_RUN_TYPES.TYPE, "USER")
        .execute();
    return run;
  }
}
