package dev.homeroom.bench.query;

import dev.homeroom.bench.BenchException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import org.postgresql.PGStatement;

/**
 * Reads by raw SQL what the server reads for a class list: prepared statements in one snapshot,
 * every column taken. For one thread.
 */
abstract sealed class RawSql implements AutoCloseable permits RawStatements, RawTrip {
  static final String SECTION =
      "select s.*, h.*, c.*, t.* from sections s"
          + " left join schools h on h.district = s.district and h.id = s.school"
          + " left join courses c on c.district = s.district and c.id = s.course"
          + " left join terms t on t.district = s.district and t.id = s.term"
          + " where s.district = ? and s.id = ?";

  private static final HexFormat HEX = HexFormat.of();
  private static final int PREPARED_AT_ONCE = 1;

  private final Connection connection;

  RawSql(Connection connection) throws SQLException {
    this.connection = connection;
    try (var statement = connection.createStatement()) {
      statement.execute(
          "set session characteristics as transaction isolation level repeatable read, read only");
    }
  }

  /** Reads a section with its users and returns the number of users. */
  abstract int read(String name) throws SQLException;

  Connection connection() {
    return connection;
  }

  PreparedStatement prepare(String sql) throws SQLException {
    var statement = connection.prepareStatement(sql);
    statement.unwrap(PGStatement.class).setPrepareThreshold(PREPARED_AT_ONCE);
    return statement;
  }

  /** Returns the district's id in a section's name. */
  static byte[] district(String name) {
    return HEX.parseHex(name.split("/", -1)[1]);
  }

  /** Returns the section's id in its name. */
  static byte[] section(String name) {
    return HEX.parseHex(name.split("/", -1)[3]);
  }

  static void requireRow(ResultSet row) throws SQLException {
    if (!row.next()) {
      throw new BenchException("the roster lacks the district or the section");
    }
  }

  static void take(ResultSet row) throws SQLException {
    int columns = row.getMetaData().getColumnCount();
    for (int i = 1; i <= columns; i++) {
      var _ = row.getObject(i);
    }
  }

  static int takeAll(ResultSet rows) throws SQLException {
    int taken = 0;
    while (rows.next()) {
      take(rows);
      taken++;
    }
    return taken;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
