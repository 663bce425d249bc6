package dev.homeroom.server.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import dev.homeroom.server.db.failure.DatabaseFullException;
import dev.homeroom.server.db.failure.DatabaseUnavailableException;
import dev.homeroom.server.db.failure.NewerSchemaException;
import dev.homeroom.server.db.failure.SqlStates;
import dev.homeroom.server.db.failure.StatementTimeoutException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.SQLDialect;
import org.jooq.VisitListener;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DataSourceConnectionProvider;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultConnectionProvider;
import org.jooq.impl.SQLDataType;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Homeroom's Postgres. Opening returns at once: the migrations run in the background as soon as
 * Postgres answers. Until they are done, every use throws {@link DatabaseUnavailableException}.
 * Safe for any number of threads.
 */
public final class Database implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Database.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** Shorter than the default lease, and long enough for an overloaded host. */
  private static final Duration USUAL_STANDSTILL = Duration.ofSeconds(10);

  /** Set once for a session, so that it costs no round trip in each transaction. */
  private static final String READS_ONE_MOMENT =
      "set session characteristics as transaction isolation level repeatable read, read only";

  private static final String RUN_MEMORY = "128MB";

  private static final String RAISES_MEMORY =
      """
      select set_config('work_mem', '%1$s', false)
       where pg_size_bytes(current_setting('work_mem')) < pg_size_bytes('%1$s')
      """
          .formatted(RUN_MEMORY);

  /** Shared by all, so that jOOQ keeps what it learns about records. */
  private static final Configuration JOOQ =
      new DefaultConfiguration()
          .set(SQLDialect.POSTGRES)
          .set(new Settings().withRenderFormatted(false).withExecuteLogging(false))
          .set(new Explaining());

  private final DatabaseConfig config;
  private final Supplier<String> password;
  private final String endsStandstill;
  private final HikariDataSource pool;
  private final HikariDataSource reads;
  private final DSLContext dsl;
  private final Probe probe;
  private final CompletableFuture<Void> migrated = new CompletableFuture<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread migration;
  private final DatabaseClock clock;

  private Database(DatabaseConfig config, Supplier<String> password, Duration standstill) {
    this.config = config;
    this.password = password;
    this.endsStandstill =
        "set idle_in_transaction_session_timeout = " + Math.max(1, standstill.toMillis());
    this.pool = pool("homeroom", (config.connections() + 1) / 2, endsStandstill);
    this.reads =
        pool("homeroom reads", config.connections(), endsStandstill + "; " + READS_ONE_MOMENT);
    this.dsl = DSL.using(JOOQ.derive(new DataSourceConnectionProvider(pool)));
    this.probe = new Probe(this);
    this.clock =
        new DatabaseClock(() ->
            dsl()
                .select(DSL.function("clock_timestamp", SQLDataType.TIMESTAMPWITHTIMEZONE))
                .fetchSingle()
                .value1()
                .toInstant());
    this.migration = Thread.ofVirtual().name("database-migration").start(this::migrate);
  }

  private HikariDataSource pool(String name, int connections, String begins) {
    var settings = new HikariConfig();
    settings.setJdbcUrl(config.url());
    settings.setCredentialsProvider(() -> Credentials.of(config.user(), password.get()));
    settings.setMaximumPoolSize(connections);
    settings.setMinimumIdle(1);
    settings.setConnectionTimeout(config.patience().toMillis());
    settings.setValidationTimeout(Math.min(1000, config.patience().toMillis()));
    settings.setInitializationFailTimeout(-1);
    settings.setPoolName(name);
    settings.setConnectionInitSql(begins);
    settings.addDataSourceProperty("ApplicationName", name);
    settings.addDataSourceProperty("tcpKeepAlive", "true");
    settings.addDataSourceProperty("logServerErrorDetail", "false");
    return new HikariDataSource(settings);
  }

  /** Opens the database, which does not have to answer yet. */
  public static Database open(DatabaseConfig config) {
    return open(config, USUAL_STANDSTILL);
  }

  /**
   * Opens the database as {@link #open(DatabaseConfig)} does.
   *
   * <p>Connects to the database.
   *
   * @param password gives the password of each new connection, in place of the configured one
   */
  public static Database open(DatabaseConfig config, Supplier<String> password) {
    return new Database(config, password, USUAL_STANDSTILL);
  }

  /**
   * Opens the database as {@link #open(DatabaseConfig)} does.
   *
   * @param standstill how long a session may be idle inside a transaction before Postgres ends it,
   *     so that nobody waits for the locks of a server that stands still; by default 10 seconds
   */
  public static Database open(DatabaseConfig config, Duration standstill) {
    return new Database(config, config::password, standstill);
  }

  /**
   * Completes when the schema is migrated. Fails if waiting is of no use: the schema is of a newer
   * release, or a migration is broken.
   */
  public CompletableFuture<Void> migrated() {
    return migrated.copy();
  }

  /** Returns jOOQ for statements that commit by themselves, each on a connection of the pool. */
  public DSLContext dsl() {
    requireMigrated();
    return dsl;
  }

  /**
   * Returns the clock of Postgres, on which all servers agree; usable once the schema is migrated.
   */
  public Clock clock() {
    return clock;
  }

  /** Returns the pool, for libraries that bring their own statements. */
  public DataSource dataSource() {
    return pool;
  }

  /** Runs the work in one transaction at READ COMMITTED, and rolls it back if the work throws. */
  public <T> T transaction(Function<DSLContext, T> work) {
    return unlimited(pool, work);
  }

  /**
   * Runs the work as {@link #transaction(Function)} does. Each statement has to end within the
   * limit, and before the end of the call that this thread serves.
   *
   * @throws StatementTimeoutException if a statement does not
   */
  public <T> T transaction(Duration limit, Function<DSLContext, T> work) {
    return limited(pool, limit, work);
  }

  /** Runs the work on one snapshot: REPEATABLE READ, READ ONLY. */
  public <T> T snapshot(Function<DSLContext, T> work) {
    return unlimited(reads, work);
  }

  /**
   * Runs the work as {@link #snapshot(Function)} does. Each statement has to end within the limit,
   * and before the end of the call that this thread serves.
   *
   * @throws StatementTimeoutException if a statement does not
   */
  public <T> T snapshot(Duration limit, Function<DSLContext, T> work) {
    return limited(reads, limit, work);
  }

  /**
   * Runs the work as {@link #snapshot(Duration, Function)} does, after the queries of one round
   * trip.
   *
   * @param named values of the queries' parameters
   */
  public <T> T snapshot(
      Duration limit,
      QueryBatch first,
      Map<String, ?> named,
      BiFunction<QueryBatch.BatchResult, DSLContext, T> work) {
    return waitedFor(
        reads,
        (connection, leaving) -> {
          connection.setAutoCommit(false);
          var answers = first.begin(connection, limit, named);
          return committed(connection, on(connection, leaving), db -> work.apply(answers, db));
        });
  }

  /**
   * Runs queries on one snapshot, in one round trip. Each query has to end within the limit, and
   * before the end of the call that this thread serves.
   *
   * @param named values of the queries' parameters
   * @throws StatementTimeoutException if a query does not
   */
  public QueryBatch.BatchResult read(Duration limit, QueryBatch queries, Map<String, ?> named) {
    return waitedFor(reads, (connection, _) -> queries.run(connection, limit, named));
  }

  /**
   * Returns whether the schema is migrated and Postgres answers within a second. Cheap; does not
   * throw.
   */
  public boolean answers() {
    return migrated.isDone() && !migrated.isCompletedExceptionally() && probe.answers();
  }

  /**
   * Opens a connection outside the pool, for long work. Its name appears in {@code
   * pg_stat_activity}, so that the server that takes the work over can end it.
   *
   * @param name at most 63 bytes
   */
  public Connection connect(String name) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", config.user());
    properties.setProperty("password", password.get());
    properties.setProperty("ApplicationName", name);
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("logServerErrorDetail", "false");
    properties.setProperty("loginTimeout", "5");
    properties.setProperty("connectTimeout", "5");
    var connection = DriverManager.getConnection(config.url(), properties);
    try (var statement = connection.createStatement()) {
      statement.execute(endsStandstill);
      return connection;
    } catch (SQLException failure) {
      connection.close();
      throw failure;
    }
  }

  /**
   * Opens a connection for a sync run, whose statements compare whole rosters. Each sort or hash
   * table may take {@value #RUN_MEMORY}, or more where Postgres is set to more: with its default of
   * 4 MB it finds each of 200,000 ids by reading all the others.
   */
  public Connection connectForRun(String name) throws SQLException {
    var connection = connect(name);
    try (var statement = connection.createStatement()) {
      statement.execute(RAISES_MEMORY);
      return connection;
    } catch (SQLException failure) {
      connection.close();
      throw failure;
    }
  }

  /** Returns jOOQ on a connection of {@link #connect}. */
  public static DSLContext on(Connection connection) {
    return DSL.using(JOOQ.derive(new DefaultConnectionProvider(connection)));
  }

  /** Returns a configuration for writing statements, whose listeners hear of each query part. */
  static Configuration writing(VisitListener... listeners) {
    return JOOQ.derive(listeners);
  }

  /** Makes statements fail with the exceptions of {@link #explained}. */
  private static final class Explaining implements ExecuteListener {
    private static final long serialVersionUID = 1;

    @Override
    public void exception(ExecuteContext context) {
      var failure = context.exception();
      if (failure != null) {
        context.exception(explained(failure));
      }
    }
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      // Lets a running migration finish: cutting it off would only fill the log.
      if (!migration.join(config.patience().plus(LONGEST_PAUSE))) {
        migration.interrupt();
      }
    } catch (InterruptedException hurry) {
      migration.interrupt();
      Thread.currentThread().interrupt();
    }
    probe.close();
    reads.close();
    pool.close();
  }

  private <T> T unlimited(HikariDataSource of, Function<DSLContext, T> work) {
    requireMigrated();
    try (var connection = of.getConnection()) {
      connection.setAutoCommit(false);
      return committed(connection, on(connection), work);
    } catch (SQLException | RuntimeException failure) {
      throw explained(failure);
    }
  }

  private <T> T limited(HikariDataSource of, Duration limit, Function<DSLContext, T> work) {
    return waitedFor(
        of,
        (connection, leaving) -> {
          connection.setAutoCommit(false);
          try (var statement = connection.createStatement()) {
            statement.execute("set local statement_timeout = " + Math.max(1, limit.toMillis()));
          }
          return committed(connection, on(connection, leaving), work);
        });
  }

  /** Work on a connection while a call waits for it. */
  @FunctionalInterface
  private interface Waited<T> {
    T done(Connection connection, CallCancellation leaving) throws SQLException;
  }

  private <T> T waitedFor(HikariDataSource of, Waited<T> work) {
    requireMigrated();
    try (var connection = of.getConnection()) {
      var leaving = CallCancellation.of(connection);
      try (leaving) {
        leaving.requireWaiting();
        return work.done(connection, leaving);
      } finally {
        if (leaving.cancelled()) {
          of.evictConnection(connection);
        }
      }
    } catch (SQLException | RuntimeException failure) {
      throw explained(failure);
    }
  }

  private static DSLContext on(Connection connection, CallCancellation leaving) {
    return DSL.using(
        JOOQ.derive(new DefaultConnectionProvider(connection)).derive(new Explaining(), leaving));
  }

  private static <T> T committed(
      Connection connection, DSLContext transaction, Function<DSLContext, T> work)
      throws SQLException {
    try {
      var result = work.apply(transaction);
      connection.commit();
      return result;
    } catch (RuntimeException | Error failure) {
      rollBack(connection, failure);
      throw failure;
    }
  }

  private static void rollBack(Connection connection, Throwable failure) {
    try {
      connection.rollback();
    } catch (SQLException second) {
      failure.addSuppressed(second);
    }
  }

  /**
   * Translates a failure into the exception that callers know: Postgres is away or full, or a
   * statement was ended. Any other unchecked exception stays as it is.
   */
  public static RuntimeException explained(Exception failure) {
    if (failure instanceof DatabaseUnavailableException known) {
      return known;
    }
    if (failure instanceof StatementTimeoutException known) {
      return known;
    }
    if (failure instanceof DatabaseFullException known) {
      return known;
    }
    if (SqlStates.unavailable(failure)) {
      return new DatabaseUnavailableException("Postgres does not answer", failure);
    }
    if (SqlStates.full(failure)) {
      return new DatabaseFullException("Postgres has no room left", failure);
    }
    if (SqlStates.cancelled(failure)) {
      return new StatementTimeoutException("a statement was ended before its end", failure);
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException("Postgres refused", failure);
  }

  private void requireMigrated() {
    if (!migrated.isDone()) {
      throw new DatabaseUnavailableException("Postgres has not answered yet");
    }
    if (migrated.isCompletedExceptionally()) {
      throw new DatabaseUnavailableException(
          "the schema could not be migrated", migrated.exceptionNow());
    }
  }

  /**
   * Connects without a limit on idle transactions: Flyway holds its lock in a transaction that is
   * idle for as long as it migrates.
   */
  private DataSource patient() {
    var source = new PGSimpleDataSource();
    source.setUrl(config.url());
    source.setUser(config.user());
    source.setPassword(password.get());
    source.setApplicationName("homeroom migration");
    source.setLogServerErrorDetail(false);
    return source;
  }

  private void migrate() {
    var pause = SHORTEST_PAUSE;
    while (closing.getCount() > 0) {
      try {
        var flyway =
            Flyway.configure()
                .dataSource(patient())
                .locations("classpath:dev/homeroom/server/db/migration")
                .load();
        NewerSchemaException.refuse(flyway.info().all());
        flyway.migrate();
        migrated.complete(null);
        return;
      } catch (NewerSchemaException newer) {
        migrated.completeExceptionally(newer);
        return;
      } catch (RuntimeException failure) {
        if (closing.getCount() == 0) {
          return;
        }
        if (!SqlStates.unavailable(failure)) {
          log.atError().setCause(failure).log("the schema could not be migrated");
          migrated.completeExceptionally(failure);
          return;
        }
        log.atWarn()
            .addKeyValue("retryInMillis", pause.toMillis())
            .log("Postgres does not answer; waiting for it");
      }
      try {
        if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      } catch (InterruptedException stopped) {
        return;
      }
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
  }
}
