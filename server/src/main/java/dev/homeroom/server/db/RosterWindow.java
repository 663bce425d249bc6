package dev.homeroom.server.db;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Counts how the roster, once a run is applied, would differ from what it was at a revision: only
 * rows that changed since, or would, are looked at. What a person decided does not count.
 *
 * @param since the revision to compare with
 * @param mapping rows that an older release mapped otherwise are compared in nothing but existence,
 *     roles and members
 * @param decided approvals that were carried out after this do not count
 * @param approved approvals that this run carries out
 */
public record RosterWindow(
    RosterPieces pieces, long since, int mapping, Instant decided, Collection<UUID> approved) {
  /** What {@link #count} counts of the sections beside their columns. */
  public static final String EMPTIED_SECTIONS = "emptied_sections";

  /** Seats that are gone. */
  public static final String GONE_SEATS = "gone_seats";

  /** What {@code gone}, {@code changed} and {@code emptied} are of, where it is no role. */
  public static final String RECORD = "record";

  /**
   * Counts by name: {@code gone <role>}, {@code changed <role>}, {@code emptied <role> <column>},
   * the role being {@link #RECORD} where there is none; for sections also {@link #EMPTIED_SECTIONS}
   * and {@link #GONE_SEATS}.
   *
   * @param taken columns that are taken away from many records, which is no change of a value
   */
  public Map<String, Long> count(DSLContext sql, RosterTable type, Collection<String> taken) {
    var names = new ArrayList<String>();
    var counts = new ArrayList<String>();
    for (var role : type.roles().isEmpty() ? List.of("") : type.roles()) {
      var word = role.isEmpty() ? RECORD : role;
      var had = role.isEmpty() ? "true" : "b." + role;
      var has = role.isEmpty() ? "a.id is not null" : "coalesce(a." + role + ", false)";
      names.add("gone " + word);
      counts.add("%s and not %s and not %s".formatted(had, has, decided(RECORD, word)));
      var same = "%s and %s and b.mapping_version = %d".formatted(had, has, mapping);
      var columns =
          type.valueColumns().stream()
              .filter(column -> type.roleOf(column).isEmpty() || type.roleOf(column).equals(role))
              .filter(column -> !taken.contains(column))
              .toList();
      names.add("changed " + word);
      counts.add(
          "%s and %s and not %s"
              .formatted(same, RosterPieces.differ(type, columns), decided("values")));
      for (var column : fields(type, role)) {
        names.add("emptied " + word + " " + column);
        counts.add(
            "%s and %s and not (%s) and not %s"
                .formatted(
                    same, type.filled("b", column), type.filled("a", column), decided(column)));
      }
    }
    if (type == RosterTable.SECTION) {
      names.add(EMPTIED_SECTIONS);
      counts.add(
          "a.id is not null and cardinality(b.students) > 0 and cardinality(a.students) = 0 and not "
              + decided("students"));
    }
    var selected = new ArrayList<String>();
    for (int i = 0; i < counts.size(); i++) {
      selected.add("count(*) filter (where %s) as n%d".formatted(counts.get(i), i));
    }
    if (type == RosterTable.SECTION) {
      names.add(GONE_SEATS);
      selected.add("coalesce(sum(%s), 0)::bigint as n%d".formatted(goneSeats(), names.size() - 1));
    }
    return named(names, sql.fetchSingle(pieces.fill(type, statement(type, selected))));
  }

  /** The fields that count as taken away when they empty on many records. */
  public static List<String> fields(RosterTable type, String role) {
    var fields = new ArrayList<>(type.valueColumns());
    fields.addAll(type.lists());
    return fields.stream()
        .filter(column -> type != RosterTable.SECTION || !type.lists().contains(column))
        .filter(column -> type.roleOf(column).isEmpty() || type.roleOf(column).equals(role))
        .toList();
  }

  private String statement(RosterTable type, List<String> selected) {
    var columns =
        type.columns().stream().map(column -> "x." + column).collect(joining(", ", "x.id, ", ""));
    return """
    with base as (
      select %1$s, x.mapping_version from {history} x
       where x.district = {D} and x.revision <= %2$d and x.until_revision > %2$d
      union all
      select %1$s, x.mapping_version from {live} x
        join {changes} c on c.stage = {S} and c.type = '{T}' and c.id = x.id
       where x.district = {D} and x.revision <= %2$d
    ), word as (
      select %1$s from {staged} x
        join {changes} c on c.stage = {S} and c.type = '{T}' and c.id = x.id
       where x.stage = {S} and c.op <> '-'
      union all
      select %1$s from {live} x
       where x.district = {D} and x.revision > %2$d
         and not exists (
           select from {changes} c where c.stage = {S} and c.type = '{T}' and c.id = x.id)
    ), decided as (
      select pc.id, array_agg(distinct pc.part) as parts
        from plan_changes pc join plans p using (district, plan)
       where pc.district = {D} and pc.type = '{T}' and %3$s
       group by pc.id
    )
    select %4$s
      from base b left join word a on a.id = b.id left join decided on decided.id = b.id
    """
        .formatted(columns, since, byPeople(), String.join(", ", selected));
  }

  private String goneSeats() {
    return RosterTable.SECTION.lists().stream()
        .map(list ->
            """
            (select count(*) from (
               select unnest(b.%1$s) except select unnest(a.%1$s)
               except select pc.member
                 from plan_changes pc join plans p using (district, plan)
                where pc.district = {D} and pc.type = '{T}' and pc.id = b.id and pc.part = '%1$s'
                  and %2$s) as gone
              where not %3$s)
            """
                .formatted(list, byPeople(), decided(RECORD)))
        .collect(joining(" + "));
  }

  private String byPeople() {
    var carriedOut =
        "p.state = 'APPROVED' and p.carried_out_at > timestamptz '%s'".formatted(decided);
    var now =
        approved.isEmpty()
            ? ""
            : " or p.plan in "
                + approved.stream()
                    .map(plan -> "'" + plan + "'::uuid")
                    .collect(joining(", ", "(", ")"));
    return "(p.state = 'REJECTED' and not pc.returned or " + carriedOut + now + ")";
  }

  private static String decided(String... parts) {
    return "coalesce(decided.parts && array['%s'], false)".formatted(String.join("', '", parts));
  }

  /** What this run alone brings: new records, by role, and new seats. */
  public Map<String, Long> added(DSLContext sql, RosterTable type) {
    var names = new ArrayList<String>();
    var selected = new ArrayList<String>();
    for (var role : type.roles().isEmpty() ? List.of("") : type.roles()) {
      names.add(role.isEmpty() ? RECORD : role);
      selected.add(
          (role.isEmpty()
                  ? "count(*) filter (where b.id is null)"
                  : "count(*) filter (where a.%1$s and not coalesce(b.%1$s, false))"
                      .formatted(role))
              + " as n"
              + (names.size() - 1));
    }
    if (type == RosterTable.SECTION) {
      names.add(GONE_SEATS);
      selected.add(
          """
          coalesce(sum(
            (select count(*) from (select unnest(a.students) except select unnest(b.students)) as s)
            + (select count(*) from (select unnest(a.teachers) except select unnest(b.teachers)) as t)
          ), 0)::bigint as n1
          """);
    }
    return named(
        names,
        sql.fetchSingle(
            pieces.fill(
                type,
                "select "
                    + String.join(", ", selected)
                    + """
                       from {changes} c
                       join {staged} a on a.stage = {S} and a.id = c.id
                       left join {live} b on b.district = {D} and b.id = c.id
                      where c.stage = {S} and c.type = '{T}' and c.op in ('+', '~', '=')
                        and not exists (
                          select from plan_changes pc join plans p using (district, plan)
                           where pc.district = {D} and pc.type = '{T}' and pc.id = c.id
                             and pc.part = 'record' and pc.change = '+' and
                    """
                    + byPeople()
                    + ")")));
  }

  /** How many schools the undecided pieces leave without any student or without any teacher. */
  public long abandonedSchools(DSLContext sql) {
    return List.of("student", "teacher").stream()
        .mapToLong(role ->
            RosterPieces.number(
                sql.fetchSingle(pieces.fill(RosterTable.USER, ABANDONED.replace("{role}", role))),
                "n"))
        .sum();
  }

  private static final String ABANDONED =
      """
      with lost as (
        select distinct school from (
          select unnest(array_append(u.{role}_schools, u.{role}_school)) as school
            from {details} d join users u on u.district = {D} and u.id = d.id
           where d.stage = {S} and d.type = 'USER' and d.part in ('record', '{role}')
             and d.change = '-' and d.fate = '?' and u.{role}
          union all
          select d.member from {details} d
           where d.stage = {S} and d.type = 'USER' and d.part = '{role}_schools'
             and d.change = '-' and d.fate = '?'
        ) as named where school is not null
      ), stays as (
        select distinct school from (
          select u.id, unnest(array_append(u.{role}_schools, u.{role}_school)) as school
            from users u
           where u.district = {D} and u.{role} and exists (select from lost)
             and not exists (
               select from {details} d
                where d.stage = {S} and d.type = 'USER' and d.id = u.id and d.change = '-'
                  and d.fate in ('?', 'a') and d.part in ('record', '{role}'))
        ) as member
         where school in (select school from lost)
           and not exists (
             select from {details} d
              where d.stage = {S} and d.type = 'USER' and d.id = member.id and d.change = '-'
                and d.fate in ('?', 'a') and d.part = '{role}_schools'
                and d.member = member.school)
        union
        select unnest(array_append(a.{role}_schools, a.{role}_school))
          from {changes} c join {staged} a on a.stage = {S} and a.id = c.id
         where c.stage = {S} and c.type = 'USER' and c.op in ('+', '~') and a.{role}
           and exists (select from lost)
      )
      select count(*) as n from lost
       where exists (select from schools where district = {D} and id = lost.school)
         and not exists (select from stays where stays.school = lost.school)
      """;

  private static Map<String, Long> named(List<String> names, Record row) {
    var counts = new HashMap<String, Long>();
    for (int i = 0; i < names.size(); i++) {
      counts.put(names.get(i), RosterPieces.number(row, "n" + i));
    }
    return counts;
  }
}
