package dev.homeroom.bench.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Sends three statements in one round trip, as the server does: users by a sub-select. */
final class RawTrip extends RawSql {
  private final PreparedStatement all;
  private int number = -1;

  RawTrip(Connection connection) throws SQLException {
    super(connection);
    try (var statement = connection.createStatement()) {
      statement.execute("set plan_cache_mode = force_generic_plan");
    }
    this.all =
        prepare(
            "select district, revision from districts where id = ?; "
                + SECTION
                + "; select * from users where district = ? and id = any(array("
                + "select unnest(teachers || students) from sections"
                + " where district = ? and id = ?))");
  }

  @Override
  int read(String name) throws SQLException {
    if (number < 0) {
      number = number(name);
    }
    all.setBytes(1, district(name));
    all.setInt(2, number);
    all.setBytes(3, section(name));
    all.setInt(4, number);
    all.setInt(5, number);
    all.setBytes(6, section(name));
    all.execute();
    try (var row = all.getResultSet()) {
      requireRow(row);
      take(row);
    }
    all.getMoreResults();
    try (var row = all.getResultSet()) {
      requireRow(row);
      take(row);
    }
    all.getMoreResults();
    try (var rows = all.getResultSet()) {
      return takeAll(rows);
    }
  }

  private int number(String name) throws SQLException {
    try (var statement =
        connection().prepareStatement("select district from districts where id = ?")) {
      statement.setBytes(1, district(name));
      try (var row = statement.executeQuery()) {
        requireRow(row);
        return row.getInt(1);
      }
    }
  }
}
