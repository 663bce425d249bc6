package dev.homeroom.bench.query;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Sends three statements, one after the other, in one transaction. */
final class RawStatements extends RawSql {
  private final PreparedStatement district;
  private final PreparedStatement section;
  private final PreparedStatement users;

  RawStatements(Connection connection) throws SQLException {
    super(connection);
    connection.setAutoCommit(false);
    this.district = prepare("select district, revision from districts where id = ?");
    this.section = prepare(SECTION);
    this.users = prepare("select * from users where district = ? and id = any(?)");
  }

  @Override
  int read(String name) throws SQLException {
    int number;
    district.setBytes(1, district(name));
    try (var row = district.executeQuery()) {
      requireRow(row);
      number = row.getInt(1);
    }
    Array teachers;
    Array students;
    section.setInt(1, number);
    section.setBytes(2, section(name));
    try (var row = section.executeQuery()) {
      requireRow(row);
      take(row);
      teachers = row.getArray("teachers");
      students = row.getArray("students");
    }
    int people;
    users.setInt(1, number);
    users.setArray(2, connection().createArrayOf("bytea", together(teachers, students)));
    try (var rows = users.executeQuery()) {
      people = takeAll(rows);
    }
    connection().commit();
    return people;
  }

  private static Object[] together(Array some, Array others) throws SQLException {
    var first = (Object[]) some.getArray();
    var second = (Object[]) others.getArray();
    var all = new byte[first.length + second.length][];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }
}
