package dev.homeroom.server.sync.stage;

import dev.homeroom.server.record.ColumnKind;
import dev.homeroom.server.record.RosterType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jooq.DSLContext;

/**
 * Puts live values into staged rows where a value of Clever could not be read: an unreadable value
 * does not prove that the former one is gone. A list keeps all its former members in addition to
 * those that were read.
 *
 * @param district the district whose live rows are read
 * @param stage the number under which the run stages
 * @param staged the run's staging table of a type
 */
record FormerValueSql(int district, long stage, Function<RosterType, String> staged) {
  private static final int AT_ONCE = 1000;

  /** Keeps the live values of a column in the staged rows with these ids. */
  public void keep(DSLContext sql, RosterType type, String column, Collection<byte[]> ids) {
    var all = new ArrayList<>(ids);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      var some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      sql.execute(
          "update "
              + staged.apply(type)
              + " a set "
              + assignments(type, column)
              + " from "
              + type.live().getName()
              + " b where b.district = "
              + district
              + " and b.id = a.id and a.stage = "
              + stage
              + " and a.id = any(?)"
              + condition(type, column),
          (Object) some.toArray(byte[][]::new));
    }
  }

  private static String assignments(RosterType type, String column) {
    if (type.column(column).kind() == ColumnKind.RELATED) {
      return """
      (contact_students, contact_relationships, contact_relationship_types) = (
        select coalesce(array_agg(r.student order by r.student, r.named, r.kind), '{}'),
               coalesce(array_agg(r.name order by r.student, r.named, r.kind), '{}'),
               coalesce(array_agg(r.type order by r.student, r.named, r.kind), '{}')
          from (
            select f.*, coalesce(f.name, '') collate "C" as named, coalesce(f.type, '') collate "C" as kind
              from unnest(b.contact_students, b.contact_relationships, b.contact_relationship_types)
                as f (student, name, type)
            union all
            select n.*, coalesce(n.name, '') collate "C", coalesce(n.type, '') collate "C"
              from unnest(a.contact_students, a.contact_relationships, a.contact_relationship_types)
                as n (student, name, type)
             where b.contact_students is null or n.student <> all(b.contact_students)) r)
      """;
    }
    if (type.lists().contains(column)) {
      return "%1$s = array_sort(array(select unnest(a.%1$s) union select unnest(b.%1$s)))"
          .formatted(column);
    }
    if (type.column(column).kind() == ColumnKind.TEXTS) {
      return "%1$s = array(select m collate \"C\" from (select unnest(a.%1$s) union select unnest(b.%1$s)) as u (m) order by 1)"
          .formatted(column);
    }
    return column + " = b." + column;
  }

  /**
   * Limits a role's column to records that have the role both in the live and in the staged row.
   */
  private static String condition(RosterType type, String column) {
    var role = type.roleOf(column);
    return role.isEmpty() || role.equals(column) ? "" : " and a.%1$s and b.%1$s".formatted(role);
  }

  /** Returns the columns of a type with roles before the columns that belong to them. */
  public static List<String> ordered(RosterType type, Collection<String> columns) {
    return columns.stream()
        .sorted((one, other) ->
            Boolean.compare(type.roles().contains(other), type.roles().contains(one)))
        .toList();
  }
}
