package dev.homeroom.server.sync.guard;

import static java.util.stream.Collectors.joining;

import dev.homeroom.server.db.letter.ChangeDecision;
import dev.homeroom.server.db.letter.ChangeOp;
import dev.homeroom.server.record.ChangePart;
import dev.homeroom.server.record.HoldConditions;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.stage.StatementTemplate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;

/**
 * Splits a run's changes into parts (a record, a role, an enrollment, a membership, a field) in
 * {@code roster_details}. See docs/adr/0006-held-removals.md.
 */
record HeldChangeSql(StatementTemplate names) {
  /** Plan changes that hold something of a live row, or keep a row out of the roster. */
  private static final String HELD =
      HoldConditions.text(HoldConditions.holds(HoldConditions.P, HoldConditions.PC));

  /** Returns whether anything of the district's roster is held. */
  public boolean anyHeld(DSLContext sql) {
    return found(
        sql,
        "select 1 from plan_changes pc join plans p using (district, plan) where pc.district = "
            + names.district()
            + " and "
            + HELD);
  }

  /** Returns how many parts a plan would remove, by type and part. */
  public Map<RosterType, Map<ChangePart, Long>> heldRemovals(DSLContext sql) {
    var counts = new EnumMap<RosterType, Map<ChangePart, Long>>(RosterType.class);
    sql.fetch(
            names.fill(
                RosterType.USER,
                "select type, part, count(*) as n from {details} where stage = {S} and fate = {HELD}"
                    + " and change = {REMOVED} group by type, part"))
        .forEach(row ->
            counts
                .computeIfAbsent(
                    RosterType.valueOf(row.get("type", String.class)), _ -> new HashMap<>())
                .put(
                    ChangePart.of(row.get("part", String.class)),
                    StatementTemplate.number(row, "n")));
    return counts;
  }

  /** Returns by role how many users a plan would remove as whole records. */
  public Map<ChangePart, Long> heldUsers(DSLContext sql) {
    return StatementTemplate.byRole(
        sql.fetchSingle(
            names.fill(
                RosterType.USER,
                "select "
                    + StatementTemplate.countsByRole()
                    + " from {details} d join {live} u on u.district = {D} and u.id = d.id"
                    + " where d.stage = {S} and d.type = '{T}' and d.part = {record}"
                    + " and d.change = {REMOVED} and d.fate = {HELD}")));
  }

  /** Adds unchanged rows with something held to the changes, so that they are examined again. */
  public long writeHeld(DSLContext sql, RosterType type) {
    return sql.execute(
        names.fill(
            type,
            """
            insert into {changes} (stage, type, id, op)
            select distinct {S}, '{T}', pc.id, {UNCHANGED}
              from plan_changes pc
              join plans p using (district, plan)
              join {staged} a on a.stage = {S} and a.id = pc.id
              join {live} b on b.district = {D} and b.id = pc.id
             where pc.district = {D} and pc.type = '{T}' and a.content_hash = b.content_hash
               and not exists (
                 select from {changes} c where c.stage = {S} and c.type = '{T}' and c.id = pc.id)
               and
            """
                + HELD));
  }

  /** Returns whether any record among the run's changes of the type has something held. */
  public boolean touchesHeld(DSLContext sql, RosterType type) {
    return found(
        sql,
        names.fill(
            type,
            """
            select 1 from {changes} c
              join plan_changes pc on pc.district = {D} and pc.type = '{T}' and pc.id = c.id
              join plans p on p.district = {D} and p.plan = pc.plan
             where c.stage = {S} and c.type = '{T}' and
            """
                + HELD));
  }

  /** Writes what the run would remove: records, roles, members of lists. */
  public void writeLosses(DSLContext sql, RosterType type) {
    var pieces = new ArrayList<String>();
    pieces.add(
        """
        select id, {record} as part, ''::bytea as member from {changes}
         where stage = {S} and type = '{T}' and op = {REMOVED}
        """);
    pieces.addAll(pieces(type, "b", "a"));
    insert(sql, type, ChangeOp.REMOVED, ChangeDecision.OPEN, String.join(" union all ", pieces));
  }

  /** Writes what a run would add of these kinds: records, roles, members of lists. */
  public void writeHeldAdditions(DSLContext sql, RosterType type, Set<ChangePart> parts) {
    var pieces = new ArrayList<String>();
    if (type != RosterType.SECTION || parts.contains(ChangePart.RECORD)) {
      pieces.add(
          """
          select c.id, {record} as part, ''::bytea as member
            from {changes} c join {staged} a on a.stage = {S} and a.id = c.id
           where c.stage = {S} and c.type = '{T}' and c.op = {ADDED} and
          """
              + holds("a", type, parts));
    }
    if (type != RosterType.SECTION
        || parts.stream().anyMatch(part -> part.kind() == ChangePart.Kind.ENROLLMENT)) {
      pieces.addAll(
          pieces(type, "a", "b").stream()
              .map(piece -> piece + " and " + holds("a", type, parts))
              .toList());
    }
    insert(sql, type, ChangeOp.ADDED, ChangeDecision.OPEN, String.join(" union all ", pieces));
  }

  /** Writes the records whose values would change. */
  public void writeHeldValues(DSLContext sql, RosterType type, Set<ChangePart> parts) {
    insert(
        sql,
        type,
        ChangeOp.CHANGED,
        ChangeDecision.OPEN,
        "select c.id, {values} as part, ''::bytea as member "
            + pairs()
            + " and "
            + holds("b", type, parts)
            + " and "
            + StatementTemplate.differ(type, type.valueColumns()));
  }

  /**
   * Writes the changes and additions that stay out of the roster because their plan was rejected.
   */
  public void writeRejected(DSLContext sql, RosterType type) {
    var rejected =
        """
        join plan_changes pc on pc.district = {D} and pc.type = '{T}' and pc.id = c.id
        join plans p on p.district = {D} and p.plan = pc.plan and {rejected}
        """;
    insert(
        sql,
        type,
        ChangeOp.CHANGED,
        ChangeDecision.DECIDED,
        "select distinct c.id, {values} as part, ''::bytea as member "
            + pairs(rejected + " and pc.part = {values}")
            + " and "
            + StatementTemplate.differ(type, type.valueColumns()));
    insert(
        sql,
        type,
        ChangeOp.ADDED,
        ChangeDecision.DECIDED,
        "select distinct c.id, {record} as part, ''::bytea as member from {changes} c "
            + rejected
            + " and pc.part = {record} and pc.change = {ADDED}"
            + " where c.stage = {S} and c.type = '{T}' and c.op = {ADDED}");
    insert(
        sql,
        type,
        ChangeOp.ADDED,
        ChangeDecision.DECIDED,
        "select distinct g.id, g.part, g.member from ("
            + pieces(type, "a", "b").stream().collect(joining(" union all "))
            + (pieces(type, "a", "b").isEmpty()
                ? "select id, ''::text as part, ''::bytea as member from {changes} where false"
                : "")
            + """
            ) g
            join plan_changes pc on pc.district = {D} and pc.type = '{T}' and pc.id = g.id
             and pc.part = g.part and pc.member = g.member and pc.change = {ADDED}
            join plans p on p.district = {D} and p.plan = pc.plan and {rejected}
            """);
  }

  /**
   * Writes the records on which a field becomes empty; if a role is named, only those with the
   * role.
   */
  public void writeEmptied(DSLContext sql, RosterType type, String column, String role) {
    insert(sql, type, ChangeOp.REMOVED, ChangeDecision.OPEN, emptied(type, column, role, ""));
  }

  /**
   * Writes the fields that a rejected plan keeps and that are still empty in Clever, however few
   * the records: what was decided does not count for the guard, and must not be applied as a
   * change.
   */
  public void writeRejectedEmptied(DSLContext sql, RosterType type) {
    for (var column : rejectedEmptied(sql, type)) {
      var rejected =
          """
          join plan_changes pc on pc.district = {D} and pc.type = '{T}' and pc.id = c.id
           and pc.part = '%s' and pc.change = {REMOVED}
          join plans p on p.district = {D} and p.plan = pc.plan and {rejected}
          """
              .formatted(column);
      insert(
          sql,
          type,
          ChangeOp.REMOVED,
          ChangeDecision.OPEN,
          emptied(type, column, type.roleOf(column), rejected));
    }
  }

  /** The fields of changed records that a rejected plan keeps, few or none. */
  private List<String> rejectedEmptied(DSLContext sql, RosterType type) {
    return sql
        .resultQuery(
            names.fill(
                type,
                """
                select distinct pc.part from {changes} c
                  join plan_changes pc on pc.district = {D} and pc.type = '{T}' and pc.id = c.id
                   and pc.change = {REMOVED}
                  join plans p on p.district = {D} and p.plan = pc.plan and {rejected}
                 where c.stage = {S} and c.type = '{T}'
                """))
        .fetchSet("part", String.class)
        .stream()
        .filter(type.valueColumns()::contains)
        .sorted()
        .toList();
  }

  /**
   * Selects the rows on which a column becomes empty; if a role is named, only those with the role.
   */
  private static String emptied(RosterType type, String column, String role, String join) {
    return "select distinct c.id, '"
        + column
        + "' as part, ''::bytea as member "
        + pairs(join)
        + " and "
        + type.filled("b", column)
        + " and not ("
        + type.filled("a", column)
        + ")"
        + (role.isEmpty() ? "" : " and b." + role + " and a." + role);
  }

  /** Selects what the first of two rows has and the second lacks: roles, members of lists. */
  private static List<String> pieces(RosterType type, String having, String lacking) {
    var pieces = new ArrayList<String>();
    if (!type.roles().isEmpty()) {
      var roles =
          type.roles().stream()
              .map(role -> "('%1$s', %2$s.%1$s and not %3$s.%1$s)".formatted(role, having, lacking))
              .collect(joining(", "));
      pieces.add(
          "select c.id, r.part, ''::bytea as member "
              + pairs("cross join lateral (values " + roles + ") as r (part, moved)")
              + " and r.moved");
    }
    for (var list : type.lists()) {
      var role = type.roleOf(list);
      pieces.add(
          "select c.id, '%s' as part, m.member ".formatted(list)
              + pairs(
                  "cross join lateral (select unnest(%2$s.%1$s) except select unnest(%3$s.%1$s)) as m (member)"
                      .formatted(list, having, lacking))
              + " and a.%1$s is distinct from b.%1$s".formatted(list)
              + (role.isEmpty() ? "" : " and a.%1$s and b.%1$s".formatted(role)));
    }
    return pieces;
  }

  private static String pairs() {
    return pairs("");
  }

  /** Pairs of live (b) and staged (a) rows that differ or have something held. */
  private static String pairs(String join) {
    return """
    from {changes} c
    join {live} b on b.district = {D} and b.id = c.id
    join {staged} a on a.stage = {S} and a.id = c.id
    %s
    where c.stage = {S} and c.type = '{T}' and c.op in ({CHANGED}, {UNCHANGED})
    """
        .formatted(join);
  }

  private static String holds(String alias, RosterType type, Set<ChangePart> parts) {
    return type == RosterType.USER
        ? parts.stream()
            .map(part -> alias + "." + part.word())
            .sorted()
            .collect(joining(" or ", "(", ")"))
        : "true";
  }

  private void insert(
      DSLContext sql, RosterType type, ChangeOp change, ChangeDecision fate, String pieces) {
    if (pieces.isEmpty()) {
      return;
    }
    sql.execute(
        names.fill(
            type,
            "insert into {details} (stage, type, id, part, member, change, fate)"
                + " select {S}, '{T}', found.id, found.part, found.member, {%s}, {%s} from ("
                    .formatted(change, fate)
                + pieces
                + ") as found where not exists (select from {details} d where d.stage = {S}"
                + " and d.type = '{T}' and d.id = found.id and d.part = found.part"
                + " and d.member = found.member)"));
  }

  private static boolean found(DSLContext sql, String query) {
    return sql.fetchOptional(query + " limit 1").isPresent();
  }
}
