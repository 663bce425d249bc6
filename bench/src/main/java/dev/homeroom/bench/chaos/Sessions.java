package dev.homeroom.bench.chaos;

import dev.homeroom.bench.process.DurablePostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Looks at Postgres for the moment at which a server is to be hit. Checks nothing. */
final class Sessions implements AutoCloseable {

  /** A moment in the course of a run. */
  enum Moment {
    /** A run is in APPLYING, and its own session inside a transaction that has written. */
    APPLYING(
        """
        select usename from pg_stat_activity
        where application_name ~ '^homeroom [0-9a-f]{8}-' and backend_xid is not null
          and exists (select from sync_runs where state = 'APPLYING') limit 1\
        """),
    /** What was read is compared. */
    DIFFING(
        """
        select usename from pg_stat_activity
        where application_name ~ '^homeroom [0-9a-f]{8}-'
          and exists (select from sync_runs where state = 'DIFFING') limit 1\
        """);

    private final String query;

    Moment(String query) {
      this.query = query;
    }
  }

  private final Connection connection;

  Sessions(DurablePostgres postgres) throws SQLException {
    this.connection = postgres.connect();
  }

  /** The server, by its role in Postgres, that is at the moment now. */
  Optional<String> at(Moment moment) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(moment.query)) {
      return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
