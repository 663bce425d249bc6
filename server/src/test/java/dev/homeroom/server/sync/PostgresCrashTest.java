package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.STAGED_USERS;
import static dev.homeroom.server.db.generated.Tables.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DatabaseConfig;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.server.db.failure.DatabaseUnavailableException;
import dev.homeroom.testing.Eventually;
import dev.homeroom.v1.SyncState;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Postgres crashes under a run: one of its processes is killed, upon which it ends all others and
 * recovers from its log, which knows nothing of what is staged.
 */
class PostgresCrashTest {
  private static EmbeddedPostgres postgres;

  /** When it crashes. */
  enum Moment {
    /** Everything is read and compared. */
    BEFORE_APPLYING,
    /** Everything is written and nothing committed. */
    WHILE_APPLYING
  }

  @BeforeAll
  static void start() throws IOException {
    postgres = TestPostgres.builder().setServerConfig("synchronous_commit", "on").start();
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @ParameterizedTest
  @EnumSource
  void a_run_under_which_postgres_crashes_leaves_nothing_and_is_carried_out_by_the_next_holder(
      Moment moment) throws Exception {
    try (var fixture = SyncFixture.on(database(moment), SandboxConfig.demo().withStudents(60))) {
      var run = fixture.trigger();
      var taken = new RunQueue(fixture.database, "one", SyncFixture.LEASE).take().orElseThrow();
      Runnable crash = () -> kill(fixture.database, taken.take().session());
      var journal =
          new InterferingJournal(
              new RunProgress(fixture.database, taken),
              entered -> {
                if (moment == Moment.BEFORE_APPLYING && entered == SyncState.SYNC_STATE_APPLYING) {
                  crash.run();
                }
              },
              moment == Moment.WHILE_APPLYING ? crash : () -> {});

      assertThatThrownBy(() -> fixture.sync().apply(taken.take(), taken.asked(), journal))
          .isInstanceOf(DatabaseUnavailableException.class);

      assertThat(Eventually.see(() -> rows(fixture.database), OptionalInt::isPresent)).hasValue(0);
      fixture.startWorker("heir");
      var ended = fixture.await(run);
      assertThat(ended.getState()).as("%s", ended).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
      assertThat(ended.getAttempt()).isEqualTo(2);
      assertThat(ended.getRevision()).isEqualTo(1);
      assertThat(RosterModel.asOf(fixture, 1)).isEqualTo(RosterModel.shownBy(fixture.clever));
    }
  }

  /** How many users are staged and live; nothing while Postgres recovers and ends sessions. */
  private static OptionalInt rows(Database database) {
    try {
      return OptionalInt.of(
          database.dsl().fetchCount(STAGED_USERS) + database.dsl().fetchCount(USERS));
    } catch (DatabaseUnavailableException recovering) {
      return OptionalInt.empty();
    }
  }

  private static DatabaseConfig database(Moment moment) throws Exception {
    var name = moment.name().toLowerCase(Locale.ROOT);
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return new DatabaseConfig(postgres.getJdbcUrl("postgres", name), "postgres", "");
  }

  private static void kill(Database database, String session) {
    long pid =
        database
            .dsl()
            .fetchSingle("select pid from pg_stat_activity where application_name = ?", session)
            .get(0, Long.class);
    assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
  }
}
