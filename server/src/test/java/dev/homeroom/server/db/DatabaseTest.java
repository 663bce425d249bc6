package dev.homeroom.server.db;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.server.db.failure.DatabaseUnavailableException;
import dev.homeroom.server.db.failure.NewerSchemaException;
import dev.homeroom.server.db.failure.StatementTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;

class DatabaseTest {
  @Test
  void opening_migrates_and_a_second_opening_finds_the_schema() {
    var config = TestPostgres.emptyDatabase();
    try (var first = TestPostgres.open(config);
        var second = TestPostgres.open(config)) {
      assertThat(first.answers()).isTrue();
      assertThat(second.dsl().fetchCount(DISTRICTS)).isZero();
    }
  }

  @Test
  void a_schema_of_a_newer_release_is_refused_by_name() {
    var config = TestPostgres.newDatabase();
    try (var older = TestPostgres.open(config)) {
      older
          .dsl()
          .execute(
              "insert into flyway_schema_history (installed_rank, version, description, type,"
                  + " script, installed_by, execution_time, success) values (999, '900', 'later',"
                  + " 'SQL', 'V900__later.sql', 'postgres', 1, true)");
    }
    try (var database = Database.open(config)) {
      assertThatThrownBy(() -> database.migrated().get(30, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(NewerSchemaException.class)
          .hasMessageContaining("has migration 900")
          .hasMessageMatching("(?s).*knows migrations up to \\d+\\. Start the newer release.*");
      assertThatThrownBy(() -> database.transaction(tx -> 1))
          .isInstanceOf(DatabaseUnavailableException.class);
    }
  }

  @Test
  void opening_without_postgres_waits_and_says_so() {
    var nowhere = new DatabaseConfig("jdbc:postgresql://127.0.0.1:1/none", "postgres", "");
    try (var database = Database.open(nowhere)) {
      assertThat(database.answers()).isFalse();
      assertThat(database.migrated()).isNotDone();
      assertThatThrownBy(() -> database.transaction(tx -> 1))
          .isInstanceOf(DatabaseUnavailableException.class);
    }
  }

  @Test
  void a_transaction_that_throws_leaves_nothing_behind() {
    try (var database = TestPostgres.open()) {
      assertThatThrownBy(() ->
              database.transaction(tx -> {
                tx.insertInto(DISTRICTS).set(DISTRICTS.ID, new byte[12]).execute();
                throw new IllegalStateException("changed my mind");
              }))
          .hasMessage("changed my mind");

      assertThat(database.dsl().fetchCount(DISTRICTS)).isZero();
    }
  }

  @Test
  void a_snapshot_sees_one_moment_and_writes_nothing() {
    try (var database = TestPostgres.open()) {
      var counts =
          database.snapshot(tx -> {
            int before = tx.fetchCount(DISTRICTS);
            database.dsl().insertInto(DISTRICTS).set(DISTRICTS.ID, new byte[12]).execute();
            return before + tx.fetchCount(DISTRICTS);
          });

      assertThat(counts).isZero();
      assertThatThrownBy(() ->
              database.snapshot(
                  tx -> tx.deleteFrom(DISTRICTS).where(DSL.trueCondition()).execute()))
          .hasMessageContaining("read-only");
    }
  }

  @Test
  void a_run_may_look_up_millions_of_ids_in_memory_though_postgres_is_set_to_little()
      throws SQLException {
    try (var database = TestPostgres.open();
        var usual = database.connect("usual");
        var run = database.connectForRun("run")) {
      assertThat(plan(usual)).as("as Postgres is set").contains("(SubPlan");
      assertThat(plan(run)).contains("(hashed SubPlan");
    }
  }

  private static String plan(Connection session) throws SQLException {
    return Database.on(session)
        .fetch(
            "explain select 1 from generate_series(1, 3000000) x where x not in"
                + " (select y from generate_series(1, 3000000) y)")
        .format();
  }

  @Test
  void a_statement_ends_when_its_time_is_over() {
    try (var database = TestPostgres.open()) {
      assertThatThrownBy(() ->
              database.transaction(Duration.ofMillis(50), tx -> tx.fetch("select pg_sleep(30)")))
          .isInstanceOf(StatementTimeoutException.class);
    }
  }
}
