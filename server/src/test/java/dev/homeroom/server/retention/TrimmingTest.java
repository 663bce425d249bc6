package dev.homeroom.server.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.TestPostgres;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A district that cannot be trimmed now stops no other. */
final class TrimmingTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2028-01-01T00:00:00Z"), ZoneOffset.UTC);

  @Test
  void a_district_whose_rows_refuse_to_go_is_left_and_the_others_are_trimmed() {
    try (var database = old(2)) {
      refuse(database, "revisions");
      refuse(database, "plans");

      trim(database);

      assertThat(left(database, "revisions")).isEqualTo("1:2 2:1");
      assertThat(left(database, "schools_history")).isEqualTo("1:1");
      assertThat(left(database, "plans")).isEqualTo("1:1");
    }
  }

  @Test
  void what_somebody_has_locked_is_left_without_waiting() {
    try (var database = old(2)) {
      database.transaction(reader -> {
        reader.fetch("select from revisions where district = 1 for update");
        reader.fetch("select from schools_history where district = 2 for update");
        reader.fetch("select from plans where district = 1 for update");
        CompletableFuture.runAsync(() -> trim(database)).orTimeout(20, TimeUnit.SECONDS).join();
        return reader;
      });

      assertThat(left(database, "revisions")).isEqualTo("1:2 2:1");
      assertThat(left(database, "schools_history")).isEqualTo("1:1 2:1");
      assertThat(left(database, "plans")).isEqualTo("1:1");
      trim(database);
      assertThat(left(database, "revisions")).isEqualTo("1:1 2:1");
      assertThat(left(database, "schools_history")).isEmpty();
      assertThat(left(database, "plans")).isEmpty();
    }
  }

  /** Districts with two old revisions, a row that ended with the second, and a plan that lapsed. */
  private static Database old(int districts) {
    var database = TestPostgres.open();
    for (int district = 1; district <= districts; district++) {
      var sql = database.dsl();
      var id = "'\\x%024x'::bytea".formatted(district);
      sql.execute(
          "insert into districts (district, id, revision) overriding system value values (%d, %s, 2)"
              .formatted(district, id));
      for (int revision = 1; revision <= 2; revision++) {
        sql.execute(
            """
            insert into revisions (district, revision, written_at, run)
            values (%d, %d, '2026-01-0%d', gen_random_uuid())
            """
                .formatted(district, revision, revision));
      }
      sql.execute(
          """
          insert into schools_history
            (district, id, name, sis_id, content_hash, mapping_version, revision, until_revision, ended)
          values (%d, %s, '', '', 1, 1, 1, 2, 'a')
          """
              .formatted(district, id));
      sql.execute(
          """
          insert into plans (district, plan, state, digest, reason, run, created_at, decided_at)
          values (%d, gen_random_uuid(), 'LAPSED', sha256(''), '', gen_random_uuid(), '2026-01-01', '2026-01-02')
          """
              .formatted(district));
    }
    return database;
  }

  private static void refuse(Database database, String table) {
    database
        .dsl()
        .execute(
            """
            create or replace function refuse() returns trigger language plpgsql as $$
              begin
                if old.district = 1 then raise exception 'this row stays'; end if;
                return old;
              end $$
            """);
    database
        .dsl()
        .execute(
            "create trigger refusing before delete on %s for each row execute function refuse()"
                .formatted(table));
  }

  private static void trim(Database database) {
    new HistoryTrimming(database, NOW, Duration.ofDays(400)).trim();
  }

  private static String left(Database database, String table) {
    return String.join(
        " ",
        database
            .dsl()
            .fetch(
                "select district || ':' || count(*) from %s group by district order by 1"
                    .formatted(table))
            .getValues(0, String.class));
  }
}
