package dev.homeroom.bench.imports;

import dev.homeroom.bench.BenchException;
import dev.homeroom.bench.process.DurablePostgres;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.PGConnection;

/**
 * Measures the lower bound of an import: binary COPY, in one transaction, of exactly the rows that
 * an import wrote, into empty tables of the same shape with the same keys and indexes.
 */
final class RawCopy {

  private static final int BUFFER = 1 << 16;
  private static final String SCHEMA = "raw";

  /**
   * One copy.
   *
   * @param seconds from the first byte to the end of the commit
   */
  record Copied(double seconds, double postgresCpuSeconds) {}

  private final DurablePostgres postgres;
  private final Path folder;

  private RawCopy(DurablePostgres postgres, Path folder) {
    this.postgres = postgres;
    this.folder = folder;
  }

  /** Exports the current rows of the live tables into files of this folder. */
  static RawCopy exported(DurablePostgres postgres, Path folder) throws SQLException, IOException {
    var raw = new RawCopy(postgres, folder);
    try (var connection = postgres.connect()) {
      var copies = connection.unwrap(PGConnection.class).getCopyAPI();
      for (var table : RosterTables.LIVE) {
        try (OutputStream file = Files.newOutputStream(raw.file(table))) {
          copies.copyOut("copy public." + table + " to stdout (format binary)", file);
        }
      }
    }
    return raw;
  }

  private Path file(String table) {
    return folder.resolve(table + ".copy");
  }

  /** Returns the size of the exported rows. */
  long bytes() throws IOException {
    long bytes = 0;
    for (var table : RosterTables.LIVE) {
      bytes += Files.size(file(table));
    }
    return bytes;
  }

  /**
   * Copies all rows into new tables, and drops the tables again.
   *
   * @param expectedRows the number of rows of an import; fails where another number was copied
   */
  Copied run(long expectedRows) throws SQLException, IOException {
    try (var connection = postgres.connect()) {
      makeTables(connection);
      try {
        var before = postgres.cost();
        var duration = load(connection);
        var cost = postgres.cost().since(before);
        if (RosterTables.rows(connection, SCHEMA) != expectedRows) {
          throw new BenchException("the raw copy has other rows than the import");
        }
        return new Copied(duration.toMillis() / 1000.0, cost.cpuSeconds());
      } finally {
        drop(connection);
      }
    }
  }

  private Duration load(Connection connection) throws SQLException, IOException {
    connection.setAutoCommit(false);
    long start = System.nanoTime();
    var copies = connection.unwrap(PGConnection.class).getCopyAPI();
    for (var table : RosterTables.LIVE) {
      var sql = "copy " + SCHEMA + "." + table + " from stdin (format binary)";
      try (var file = new BufferedInputStream(Files.newInputStream(file(table)), BUFFER)) {
        copies.copyIn(sql, file, BUFFER);
      }
    }
    connection.commit();
    var duration = Duration.ofNanos(System.nanoTime() - start);
    connection.setAutoCommit(true);
    return duration;
  }

  private static void makeTables(Connection connection) throws SQLException {
    drop(connection);
    try (var statement = connection.createStatement()) {
      statement.execute("create schema " + SCHEMA);
      for (var table : RosterTables.LIVE) {
        statement.execute(
            "create table %s.%s (like public.%s including all)".formatted(SCHEMA, table, table));
      }
      statement.execute("checkpoint");
    }
  }

  private static void drop(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    try (var statement = connection.createStatement()) {
      statement.execute("set client_min_messages = warning");
      statement.execute("drop schema if exists " + SCHEMA + " cascade");
    }
  }
}
