package dev.homeroom.server.db;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jooq.DSLContext;

/**
 * Puts into staged rows what the live ones have, where Clever's word on a field could not be taken:
 * such a word is no proof that the former value is gone. A list keeps all its former members beside
 * those that were read.
 *
 * @param district whose live rows are looked at
 * @param stage under which the run stages
 * @param staged the run's staging table of a type
 */
public record FormerValues(int district, long stage, Function<RosterTable, String> staged) {
  private static final String RELATIONSHIPS = "contact_students";
  private static final int AT_ONCE = 1000;

  /** Keeps the former values of a column in the rows of these ids that are live. */
  public void keep(DSLContext sql, RosterTable type, String column, Collection<byte[]> ids) {
    var all = new ArrayList<>(ids);
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      var some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
      sql.execute(
          "update "
              + staged.apply(type)
              + " a set "
              + assignments(type, column)
              + " from "
              + type.live()
              + " b where b.district = "
              + district
              + " and b.id = a.id and a.stage = "
              + stage
              + " and a.id = any(?)"
              + condition(type, column),
          (Object) some.toArray(byte[][]::new));
    }
  }

  private static String assignments(RosterTable type, String column) {
    if (column.equals(RELATIONSHIPS)) {
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
    if (Set.of("staff_roles").contains(column)) {
      return "%1$s = array(select m collate \"C\" from (select unnest(a.%1$s) union select unnest(b.%1$s)) as u (m) order by 1)"
          .formatted(column);
    }
    return column + " = b." + column;
  }

  /** Nothing of a role stays that the record no longer has, or never had. */
  private static String condition(RosterTable type, String column) {
    var role = type.roleOf(column);
    return role.isEmpty() || role.equals(column) ? "" : " and a.%1$s and b.%1$s".formatted(role);
  }

  /** The columns of a type, roles before what belongs to them. */
  public static List<String> ordered(RosterTable type, Collection<String> columns) {
    return columns.stream()
        .sorted((one, other) ->
            Boolean.compare(type.roles().contains(other), type.roles().contains(one)))
        .toList();
  }
}
