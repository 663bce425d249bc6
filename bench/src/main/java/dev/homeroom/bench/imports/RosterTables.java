package dev.homeroom.bench.imports;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables that an import fills. */
public final class RosterTables {

  /** The tables with the current roster. */
  static final List<String> LIVE =
      List.of("schools", "terms", "courses", "sections", "users", "user_sections");

  /** The query that counts the records of the current roster. */
  public static final String LIVE_RECORDS =
      LIVE.stream()
          .filter(table -> !table.equals("user_sections"))
          .map(table -> "(select count(*) from " + table + ")")
          .collect(Collectors.joining(" + ", "select ", ""));

  private static final List<String> HISTORY =
      Stream.of("schools", "terms", "courses", "sections", "users")
          .map(table -> table + "_history")
          .toList();

  private static final List<String> TABLES_OF_REVISIONS =
      List.of(
          "roster_counts",
          "roster_sizes",
          "revisions",
          "records_set_aside",
          "finding_records",
          "undeclared_records",
          "share_computations",
          "shares",
          "share_counts",
          "share_findings",
          "share_changes");

  private RosterTables() {}

  /**
   * Deletes every district's roster, so that the next sync is a first import again: also for
   * Postgres, whose statistics would otherwise describe the former rows.
   */
  public static void empty(Connection connection) throws SQLException {
    var tables = String.join(", ", Stream.concat(LIVE.stream(), HISTORY.stream()).toList());
    try (var statement = connection.createStatement()) {
      statement.execute("truncate " + tables + ", " + String.join(", ", TABLES_OF_REVISIONS));
      statement.execute(
          "update districts set revision = 0, event_cursor = null, last_full_time = null");
      statement.execute("vacuum (analyze) " + tables);
      statement.execute("checkpoint");
    }
  }

  /** Returns the number of rows in the live tables of a schema. */
  static long rows(Connection connection, String schema) throws SQLException {
    long rows = 0;
    try (var statement = connection.createStatement()) {
      for (var table : LIVE) {
        try (var count = statement.executeQuery("select count(*) from " + schema + "." + table)) {
          count.next();
          rows += count.getLong(1);
        }
      }
    }
    return rows;
  }
}
