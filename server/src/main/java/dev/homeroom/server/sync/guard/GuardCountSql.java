package dev.homeroom.server.sync.guard;

import static java.util.stream.Collectors.joining;

import dev.homeroom.server.record.ChangePart;
import dev.homeroom.server.record.HoldConditions;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.stage.StatementTemplate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Counts how the roster would differ from its former states, back to a revision, once a run is
 * applied. It measures what was live at that revision or has joined since, and reads only rows that
 * have changed since or would change. What a person decided does not count, unless it came back
 * after the decision was carried out.
 *
 * @param since the revision at which the window begins
 * @param mapping the current mapping version; of rows that an older release mapped in another way,
 *     only existence, roles and members are compared
 * @param approved the approved plans that this run carries out
 */
record GuardCountSql(StatementTemplate names, long since, int mapping, Collection<UUID> approved) {
  private static final String FOREVER = Long.toString(Long.MAX_VALUE);

  /**
   * The counts of a type's records, or of those with one role.
   *
   * @param joined how many have joined since the window began
   * @param gone how many the run's result lacks, of those that were there when the window began or
   *     have joined since
   * @param goneJoined how many of {@code gone} have joined since the window began
   * @param changed how many have other values than when the window began or, if later, when they
   *     joined
   * @param emptied by column, how many had a value and have none in the run's result
   */
  public record RoleCounts(
      long joined, long gone, long goneJoined, long changed, Map<String, Long> emptied) {}

  /**
   * The counts of enrollments.
   *
   * @param joined how many have joined since the window began
   * @param gone how many the run's result lacks
   * @param goneJoined how many of {@code gone} have joined since the window began
   * @param goneStudents how many of {@code gone} are students' enrollments
   * @param emptiedSections how many sections stay and have lost their last student
   */
  public record EnrollmentCounts(
      long joined, long gone, long goneJoined, long goneStudents, long emptiedSections) {}

  /**
   * The counts of one run alone, decided or not.
   *
   * @param added how many it adds that no decision names
   * @param net how many more there are after it; negative if there are fewer
   */
  public record RunMoves(long added, long net) {}

  /**
   * Counts records by role, or whole records if the type has no roles.
   *
   * @param taken columns that are removed from many records; their loss does not count as a changed
   *     value
   */
  public Map<ChangePart, RoleCounts> count(
      DSLContext sql, RosterType type, Collection<String> taken) {
    var seen = new ArrayList<String>();
    var counts = new ArrayList<String>();
    var parts = counted(type);
    for (int i = 0; i < parts.size(); i++) {
      var role = role(parts.get(i));
      var had = role.isEmpty() ? "true" : "v." + role;
      var has = role.isEmpty() ? "a.id is not null" : "coalesce(a." + role + ", false)";
      seen.add("bool_or(%s) as ever%d".formatted(had, i));
      seen.add("bool_or(%s and v.revision <= %d) as began%d".formatted(had, since, i));
      seen.add(
          "bool_or(%s and v.until > %s) as counted%d"
              .formatted(had, cut(ChangePart.RECORD, parts.get(i)), i));
      counts.add("s.ever%1$d and not s.began%1$d".formatted(i));
      counts.add("s.counted%d and not %s".formatted(i, has));
      counts.add("s.counted%1$d and not %2$s and not s.began%1$d".formatted(i, has));
      var columns =
          type.valueColumns().stream()
              .filter(column -> type.roleOf(column).isEmpty() || type.roleOf(column).equals(role))
              .filter(column -> !taken.contains(column))
              .toList();
      counts.add(
          "%s and %s and %s"
              .formatted(
                  role.isEmpty() ? "b.id is not null" : "coalesce(b." + role + ", false)",
                  has,
                  StatementTemplate.differ(type, columns)));
      for (var column : fields(type, role)) {
        seen.add(
            "bool_or(%s and v.mapping_version = %d and %s and v.until > %s) as filled%d_%s"
                .formatted(
                    had,
                    mapping,
                    type.filled("v", column),
                    cut(ChangePart.RECORD, ChangePart.of(column)),
                    i,
                    column));
        counts.add(
            "s.filled%d_%s and %s and not (%s)"
                .formatted(i, column, has, type.filled("a", column)));
      }
    }
    var selected = new ArrayList<String>();
    for (int i = 0; i < counts.size(); i++) {
      selected.add("count(*) filter (where %s) as n%d".formatted(counts.get(i), i));
    }
    var row =
        sql.fetchSingle(
            names.fill(
                type,
                versions(type)
                    + """
                    , cuts as (
                      select found.id, jsonb_object_agg(found.part, found.cut) as cuts
                        from (select id, part, max(cut) as cut from decided group by id, part) as found
                       group by found.id
                    ), seen as (
                      select v.id, %s
                        from versions v left join cuts on cuts.id = v.id
                       group by v.id
                    ), before as (
                      select distinct on (v.id) v.*
                        from versions v left join cuts on cuts.id = v.id
                       where v.mapping_version = %d and v.until > %s
                       order by v.id, v.until
                    )
                    select %s
                      from seen s left join word a on a.id = s.id left join before b on b.id = s.id
                    """
                        .formatted(
                            String.join(", ", seen),
                            mapping,
                            cut(ChangePart.RECORD, ChangePart.VALUES),
                            String.join(", ", selected))));
    return roleCounts(type, row);
  }

  private static Map<ChangePart, RoleCounts> roleCounts(RosterType type, Record row) {
    var found = new HashMap<ChangePart, RoleCounts>();
    int at = 0;
    for (var part : counted(type)) {
      long joined = number(row, at++);
      long gone = number(row, at++);
      long goneJoined = number(row, at++);
      long changed = number(row, at++);
      var emptied = new HashMap<String, Long>();
      for (var column : fields(type, role(part))) {
        emptied.put(column, number(row, at++));
      }
      found.put(part, new RoleCounts(joined, gone, goneJoined, changed, Map.copyOf(emptied)));
    }
    return found;
  }

  /** The parts that are counted by themselves: the roles of users, else whole records. */
  private static List<ChangePart> counted(RosterType type) {
    return type.roles().isEmpty()
        ? List.of(ChangePart.RECORD)
        : type.roles().stream().map(ChangePart::of).toList();
  }

  /** The column of a role; empty for whole records. */
  private static String role(ChangePart counted) {
    return counted.equals(ChangePart.RECORD) ? "" : counted.word();
  }

  /** The fields that count as removed if they become empty on many records. */
  private static List<String> fields(RosterType type, String role) {
    var fields = new ArrayList<>(type.valueColumns());
    fields.addAll(type.lists());
    return fields.stream()
        .filter(column -> type != RosterType.SECTION || !type.lists().contains(column))
        .filter(column -> type.roleOf(column).isEmpty() || type.roleOf(column).equals(role))
        .toList();
  }

  /** Counts enrollments, those of teachers included. */
  public EnrollmentCounts enrollments(DSLContext sql) {
    var type = RosterType.SECTION;
    var lists =
        type.lists().stream()
            .map(list ->
                """
                select v.id, '%1$s' as list, m.member, bool_or(v.revision <= %2$d) as began,
                       bool_or(v.until > greatest(coalesce(whole.cut, 0), coalesce(own.cut, 0)))
                         as counted,
                       bool_or(m.member = any (a.%1$s)) as stays,
                       bool_or(cardinality(a.students) = 0) as empties
                  from versions v
                 cross join lateral unnest(v.%1$s) as m (member)
                  left join cuts whole on whole.id = v.id and whole.part = {record}
                  left join cuts own
                    on own.id = v.id and own.part = '%1$s' and own.member = m.member
                  left join word a on a.id = v.id
                 group by v.id, m.member
                """
                    .formatted(list, since))
            .collect(joining(" union all "));
    var row =
        sql.fetchSingle(
            names.fill(
                type,
                versions(type)
                    + """
                    , cuts as (
                      select id, part, member, max(cut) as cut from decided group by id, part, member
                    ), enrollments as (
                      select id, list, began, counted and not coalesce(stays, false) as gone,
                             coalesce(empties, false) as empties
                        from (%s) as every
                    )
                    select count(*) filter (where not began) as n0,
                           count(*) filter (where gone) as n1,
                           count(*) filter (where gone and not began) as n2,
                           count(*) filter (where gone and list = 'students') as n3,
                           count(distinct id)
                             filter (where gone and list = 'students' and empties) as n4
                      from enrollments
                    """
                        .formatted(lists)));
    return new EnrollmentCounts(
        number(row, 0), number(row, 1), number(row, 2), number(row, 3), number(row, 4));
  }

  /**
   * Common table expressions of the counts. {@code versions} has the rows that were valid at some
   * time since the window began, and the revision they were valid until; {@code word} what the run
   * makes of them (its staged rows, else the live ones); {@code decided} the revision until which
   * decided parts do not count. A decision on a whole record does not apply to a record that stays
   * with fewer parts, and a decision on a part does not apply to the whole record.
   */
  private String versions(RosterType type) {
    var columns =
        type.columnNames().stream()
            .map(column -> "x." + column)
            .collect(joining(", ", "x.id, ", ""));
    return """
    with versions as (
      select %1$s, x.mapping_version, x.revision, x.until_revision as until from {history} x
       where x.district = {D} and x.until_revision > %2$d
      union all
      select %1$s, x.mapping_version, x.revision, %3$s from {live} x
       where x.district = {D} and x.revision > %2$d
      union all
      select %1$s, x.mapping_version, x.revision, %3$s from {live} x
        join {changes} c on c.stage = {S} and c.type = '{T}' and c.id = x.id
       where x.district = {D} and x.revision <= %2$d
    ), word as (
      select %1$s from {staged} x
        join {changes} c on c.stage = {S} and c.type = '{T}' and c.id = x.id
       where x.stage = {S} and c.op <> {REMOVED}
      union all
      select %1$s from {live} x
       where x.district = {D} and x.revision > %2$d
         and not exists (
           select from {changes} c where c.stage = {S} and c.type = '{T}' and c.id = x.id)
    ), decided as (
      select pc.id, pc.part, pc.member,
             case when p.carried_out_at is null or p.state = {REJECTED} then %3$s
                  else r.revision end as cut
        from plan_changes pc
        join plans p using (district, plan)
        left join revisions r
          on r.district = {D} and r.run = p.carried_out_by and r.revision > %2$d
       where pc.district = {D} and pc.type = '{T}' and pc.change <> {ADDED}
         and (%4$s
                and (pc.part = {record}) = not exists (select from word where word.id = pc.id)
              or p.state = {APPROVED} and r.revision is not null
                and (pc.part = {record}) = exists (
                  select from {history} h
                   where h.district = {D} and h.id = pc.id and h.until_revision = r.revision
                     and h.ended = {ARCHIVED}))
    )
    """
        .formatted(columns, since, FOREVER, waiting());
  }

  /** Returns an SQL condition on plan changes: rejected and kept, or approved for this run. */
  private String waiting() {
    return HoldConditions.text(
        HoldConditions.keptOut(HoldConditions.P, HoldConditions.PC)
            .or(HoldConditions.P.PLAN.in(approved)));
  }

  /** Returns SQL for the revision up to which nothing in these parts of a record counts. */
  private static String cut(ChangePart... parts) {
    return List.of(parts).stream()
        .distinct()
        .map(part -> "coalesce((cuts.cuts ->> %s)::bigint, 0)".formatted(part.sql()))
        .collect(joining(", ", "greatest(", ")"));
  }

  /** Counts what this run alone adds and its net effect, by role. */
  public Map<ChangePart, RunMoves> moves(DSLContext sql, RosterType type) {
    var selected = new ArrayList<String>();
    var parts = counted(type);
    for (int i = 0; i < parts.size(); i++) {
      var role = role(parts.get(i));
      var after = role.isEmpty() ? "a.id is not null" : "coalesce(a." + role + ", false)";
      var before = role.isEmpty() ? "b.id is not null" : "coalesce(b." + role + ", false)";
      selected.add(
          "count(*) filter (where %s and not %s and kept.id is null) as added%d"
              .formatted(after, before, i));
      selected.add(
          "count(*) filter (where %s and not coalesce(kept.stays_out, false)) - count(*) filter (where %s) as net%d"
              .formatted(after, before, i));
    }
    var row = sql.fetchSingle(names.fill(type, moved(String.join(", ", selected))));
    var moves = new HashMap<ChangePart, RunMoves>();
    for (int i = 0; i < parts.size(); i++) {
      moves.put(
          parts.get(i),
          new RunMoves(
              StatementTemplate.number(row, "added" + i),
              StatementTemplate.number(row, "net" + i)));
    }
    return moves;
  }

  /** Counts the enrollments that this run alone adds, and its net effect on those of students. */
  public RunMoves enrollmentMoves(DSLContext sql) {
    var row =
        sql.fetchSingle(
            names.fill(
                RosterType.SECTION,
                moved(
                    """
                    coalesce(sum(
                      (select count(*) from (
                         select unnest(a.students) except select unnest(b.students)) as s)
                      + (select count(*) from (
                         select unnest(a.teachers) except select unnest(b.teachers)) as t)
                    ) filter (where kept.id is null), 0)::bigint as n0,
                    (coalesce(sum(cardinality(a.students))
                       filter (where not coalesce(kept.stays_out, false)), 0)
                     - coalesce(sum(cardinality(b.students)), 0))::bigint as n1
                    """)));
    return new RunMoves(number(row, 0), number(row, 1));
  }

  private String moved(String selected) {
    return """
    with kept as (
      select pc.id, bool_or(p.state = {REJECTED}) as stays_out
        from plan_changes pc join plans p using (district, plan)
       where pc.district = {D} and pc.type = '{T}' and pc.part = {record} and pc.change = {ADDED}
         and %s
       group by pc.id
    )
    select %s
      from {changes} c
      left join {staged} a on a.stage = {S} and a.id = c.id and c.op <> {REMOVED}
      left join {live} b on b.district = {D} and b.id = c.id
      left join kept on kept.id = c.id
     where c.stage = {S} and c.type = '{T}'
    """
        .formatted(waiting(), selected);
  }

  /**
   * Counts the schools that the undecided removals leave without any student or without any
   * teacher; schools that are removed themselves do not count.
   */
  public long abandonedSchools(DSLContext sql) {
    var query =
        "with "
            + List.of("student", "teacher").stream()
                .map(role -> ABANDONED.replace("{role}", role))
                .collect(joining(", "))
            + """
             select count(*) as n from (
               select school from abandoned_student union select school from abandoned_teacher) as every
              where exists (select from schools where district = {D} and id = every.school)
                and not exists (
                  select from {details} d
                   where d.stage = {S} and d.type = 'SCHOOL' and d.id = every.school
                     and d.part = {record} and d.change = {REMOVED} and d.fate in ({OPEN}, {CARRIED_OUT}))
            """;
    return StatementTemplate.number(sql.fetchSingle(names.fill(RosterType.USER, query)), "n");
  }

  private static final String ABANDONED =
      """
      lost_{role} as (
        select distinct school from (
          select unnest(array_append(u.{role}_schools, u.{role}_school)) as school
            from {details} d join users u on u.district = {D} and u.id = d.id
           where d.stage = {S} and d.type = 'USER' and d.part in ({record}, '{role}')
             and d.change = {REMOVED} and d.fate = {OPEN} and u.{role}
          union all
          select d.member from {details} d
           where d.stage = {S} and d.type = 'USER' and d.part = '{role}_schools'
             and d.change = {REMOVED} and d.fate = {OPEN}
        ) as named where school is not null
      ), stays_{role} as (
        select distinct school from (
          select u.id, unnest(array_append(u.{role}_schools, u.{role}_school)) as school
            from users u
           where u.district = {D} and u.{role} and exists (select from lost_{role})
             and not exists (
               select from {details} d
                where d.stage = {S} and d.type = 'USER' and d.id = u.id and d.change = {REMOVED}
                  and d.fate in ({OPEN}, {CARRIED_OUT}) and d.part in ({record}, '{role}'))
        ) as member
         where school in (select school from lost_{role})
           and not exists (
             select from {details} d
              where d.stage = {S} and d.type = 'USER' and d.id = member.id and d.change = {REMOVED}
                and d.fate in ({OPEN}, {CARRIED_OUT}) and d.part = '{role}_schools'
                and d.member = member.school)
        union
        select unnest(array_append(a.{role}_schools, a.{role}_school))
          from {changes} c join {staged} a on a.stage = {S} and a.id = c.id
         where c.stage = {S} and c.type = 'USER' and c.op in ({ADDED}, {CHANGED}) and a.{role}
           and exists (select from lost_{role})
      ), abandoned_{role} as (
        select school from lost_{role}
         where not exists (select from stays_{role} where stays_{role}.school = lost_{role}.school)
      )
      """;

  private static long number(Record row, int at) {
    return StatementTemplate.number(row, "n" + at);
  }
}
