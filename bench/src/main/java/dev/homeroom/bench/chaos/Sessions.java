package dev.homeroom.bench.chaos;

import dev.homeroom.bench.process.DurablePostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Finds by Postgres the moment at which a server should be hit. Checks nothing. */
final class Sessions implements AutoCloseable {
  private static final Duration LONGEST_AIM = Duration.ofSeconds(8);
  private static final Duration LONGEST_WAIT = Duration.ofMillis(300);

  private static final String APPLYING =
      """
      select usename from pg_stat_activity
      where application_name ~ '^homeroom [0-9a-f]{8}-' and backend_xid is not null
        and exists (select from sync_runs where state = 'APPLYING') limit 1\
      """;
  private static final String COMPARING =
      """
      select usename from pg_stat_activity
      where application_name ~ '^homeroom [0-9a-f]{8}-'
        and exists (select from sync_runs where state = 'DIFFING') limit 1\
      """;
  private static final String WAITING =
      """
      select usename from pg_stat_activity
      where application_name ~ '^homeroom [0-9a-f]{8}-' and pid in (
        select pid from pg_locks where relation = 'roster_changes'::regclass and not granted)
      limit 1\
      """;

  private final Connection connection;
  private final Connection holder;

  Sessions(DurablePostgres postgres) throws SQLException {
    this.connection = postgres.connect();
    this.holder = postgres.connect();
    holder.setAutoCommit(false);
  }

  /**
   * Waits for a server inside its open apply transaction and returns its role in Postgres; empty if
   * there is none within 8 s.
   */
  Optional<String> applying() throws SQLException {
    return await(APPLYING, LONGEST_AIM);
  }

  /**
   * Waits for a server that compares, stops it by a lock after it has read and before it has
   * applied anything, and returns its role in Postgres; empty if there is none in time. The lock
   * stays until {@link #release}.
   */
  Optional<String> comparing() throws SQLException {
    if (await(COMPARING, LONGEST_AIM).isEmpty()) {
      return Optional.empty();
    }
    try (var statement = holder.createStatement()) {
      statement.execute("lock table roster_changes in share row exclusive mode");
    }
    return await(WAITING, LONGEST_WAIT);
  }

  /** Releases the lock, so that a stopped server continues. */
  void release() throws SQLException {
    holder.rollback();
  }

  private Optional<String> await(String query, Duration longest) throws SQLException {
    long limit = System.nanoTime() + longest.toNanos();
    do {
      try (var statement = connection.createStatement();
          var row = statement.executeQuery(query)) {
        if (row.next()) {
          return Optional.of(row.getString(1));
        }
      }
    } while (System.nanoTime() < limit);
    return Optional.empty();
  }

  @Override
  public void close() throws SQLException {
    holder.close();
    connection.close();
  }
}
