package dev.homeroom.bench.query;

import dev.homeroom.bench.BenchException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import org.postgresql.PGStatement;

/**
 * What the server reads for a class list, by hand: three prepared statements in one read-only
 * transaction at REPEATABLE READ, every column taken. For one thread.
 */
final class RawSql implements AutoCloseable {
  private static final HexFormat HEX = HexFormat.of();
  private static final int PREPARED_AT_ONCE = 1;

  private final Connection connection;
  private final PreparedStatement district;
  private final PreparedStatement section;
  private final PreparedStatement users;

  RawSql(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    this.district = prepare("select district, revision from districts where id = ?");
    this.section =
        prepare(
            "select s.*, h.*, c.*, t.* from sections s"
                + " left join schools h on h.district = s.district and h.id = s.school"
                + " left join courses c on c.district = s.district and c.id = s.course"
                + " left join terms t on t.district = s.district and t.id = s.term"
                + " where s.district = ? and s.id = ?");
    this.users = prepare("select * from users where district = ? and id = any(?)");
  }

  /** Reads a section with its users; returns how many these are. */
  int read(String name) throws SQLException {
    var parts = name.split("/", -1);
    int number = number(HEX.parseHex(parts[1]));
    section.setInt(1, number);
    section.setBytes(2, HEX.parseHex(parts[3]));
    Array teachers;
    Array students;
    try (var row = section.executeQuery()) {
      if (!row.next()) {
        throw new BenchException("the roster lacks " + name);
      }
      take(row);
      teachers = row.getArray("teachers");
      students = row.getArray("students");
    }
    var people = 0;
    users.setInt(1, number);
    users.setArray(2, connection.createArrayOf("bytea", together(teachers, students)));
    try (var row = users.executeQuery()) {
      while (row.next()) {
        take(row);
        people++;
      }
    }
    connection.commit();
    return people;
  }

  private int number(byte[] id) throws SQLException {
    district.setBytes(1, id);
    try (var row = district.executeQuery()) {
      if (!row.next()) {
        throw new BenchException("there is no district");
      }
      return row.getInt(1);
    }
  }

  private static Object[] together(Array some, Array others) throws SQLException {
    var first = (Object[]) some.getArray();
    var second = (Object[]) others.getArray();
    var all = new byte[first.length + second.length][];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  private static void take(ResultSet row) throws SQLException {
    int columns = row.getMetaData().getColumnCount();
    for (int i = 1; i <= columns; i++) {
      var _ = row.getObject(i);
    }
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    var statement = connection.prepareStatement(sql);
    statement.unwrap(PGStatement.class).setPrepareThreshold(PREPARED_AT_ONCE);
    return statement;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
