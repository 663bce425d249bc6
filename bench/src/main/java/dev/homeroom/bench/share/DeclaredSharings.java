package dev.homeroom.bench.share;

import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingOperator;
import dev.homeroom.v1.SharingRule;
import dev.homeroom.v1.SharingRules;
import dev.homeroom.v1.SharingSubject;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.UndeclaredPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Chooses one sharing of each type from a roster that has been synced whole. */
final class DeclaredSharings {
  /** The largest number of sections that a declaration may hold. */
  private static final int MOST_SECTIONS = 3000;

  private DeclaredSharings() {}

  /** The sharing that adds no cost to a plain pass. */
  static final Sharing DISTRICT = of(SharingType.SHARING_TYPE_DISTRICT).build();

  /**
   * Returns the other sharings, by name: half of the schools, as many sections as can be named,
   * some rules.
   */
  static SequencedMap<String, Sharing> of(Connection connection) throws SQLException {
    var schools = ids(connection, "schools", Integer.MAX_VALUE);
    var half = schools.subList(0, Math.max(1, schools.size() / 2));
    var sharings = new LinkedHashMap<String, Sharing>();
    sharings.put("schools", of(SharingType.SHARING_TYPE_SCHOOLS).addAllSchools(half).build());
    sharings.put(
        "sections",
        of(SharingType.SHARING_TYPE_SECTIONS)
            .addAllSections(ids(connection, "sections", MOST_SECTIONS))
            .build());
    sharings.put("all sections", of(SharingType.SHARING_TYPE_SECTIONS).build());
    sharings.put("rules", of(SharingType.SHARING_TYPE_RULES).setRules(rules()).build());
    sharings.put(
        "rules, warning",
        of(SharingType.SHARING_TYPE_RULES)
            .setRules(rules())
            .setOnUndeclared(UndeclaredPolicy.UNDECLARED_POLICY_WARN)
            .build());
    sharings.put(
        "school site", of(SharingType.SHARING_TYPE_SCHOOL_SITE).addAllSchools(half).build());
    return sharings;
  }

  private static SharingRules rules() {
    return SharingRules.newBuilder()
        .addInclude(
            rule(
                SharingSubject.SHARING_SUBJECT_SECTIONS,
                "name",
                SharingOperator.SHARING_OPERATOR_CONTAINS,
                "math"))
        .addInclude(
            rule(
                SharingSubject.SHARING_SUBJECT_SECTIONS,
                "subject",
                SharingOperator.SHARING_OPERATOR_IS,
                "science"))
        .addInclude(
            rule(
                SharingSubject.SHARING_SUBJECT_STAFF,
                "title",
                SharingOperator.SHARING_OPERATOR_CONTAINS,
                "principal"))
        .addExclude(
            rule(
                SharingSubject.SHARING_SUBJECT_STUDENTS,
                "grade",
                SharingOperator.SHARING_OPERATOR_IS,
                "12"))
        .build();
  }

  private static SharingRule rule(
      SharingSubject subject, String field, SharingOperator operator, String value) {
    return SharingRule.newBuilder()
        .setSubject(subject)
        .setField(field)
        .setOperator(operator)
        .setValue(value)
        .build();
  }

  private static Sharing.Builder of(SharingType type) {
    return Sharing.newBuilder().setType(type);
  }

  private static List<String> ids(Connection connection, String table, int most)
      throws SQLException {
    var ids = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select encode(id, 'hex') from " + table + " order by id limit " + most)) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    return ids;
  }
}
