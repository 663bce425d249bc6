package dev.homeroom.server.sync.change;

import static java.util.stream.Collectors.joining;

import dev.homeroom.server.db.ChangeDecision;
import dev.homeroom.server.db.ChangeOp;
import dev.homeroom.server.db.HoldConditions;
import dev.homeroom.server.db.PlanState;
import dev.homeroom.server.record.ChangePart;
import dev.homeroom.server.record.RosterType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/**
 * Splits a run's changes into parts (a record, a role, an enrollment, a membership, a field) in
 * {@code roster_details}, and puts what is held back into the staged rows. These then contain
 * Clever's data plus what is held, while their hash stays that of Clever's data. See
 * docs/adr/0006-held-removals.md.
 *
 * @param district the district whose live rows are compared
 * @param stage the number under which the run stages
 * @param changes the run's table of changes
 * @param details the run's table of parts
 * @param staged the run's staging table of a type
 */
record HeldChangeSql(
    int district, long stage, String changes, String details, Function<RosterType, String> staged) {
  /** Plan changes that hold something of a live row, or keep a row out of the roster. */
  private static final String HELD =
      HoldConditions.text(HoldConditions.holds(HoldConditions.P, HoldConditions.PC));

  /** Plan changes that hold something because a person rejected their plan. */
  private static final String REJECTED =
      HoldConditions.text(HoldConditions.keptOut(HoldConditions.P, HoldConditions.PC));

  /** The words that stand for letters and words of columns in statements. */
  private static final Map<String, String> WORDS = words();

  /** Returns whether anything of the district's roster is held. */
  public boolean anyHeld(DSLContext sql) {
    return found(
        sql,
        "select 1 from plan_changes pc join plans p using (district, plan) where pc.district = "
            + district
            + " and "
            + HELD);
  }

  /**
   * Returns by type how many more records Clever has than the live roster: additions that are held,
   * less removals that are held, those of rejected plans included. Types without any are missing.
   * Removals of uncovered records do not count, because Clever still has them.
   */
  static Map<String, Long> heldRecords(DSLContext sql, int district) {
    var records = new HashMap<String, Long>();
    sql.fetch(
            spell(
                "select type, sum(case change when {ADDED} then 1 else -1 end) from ("
                    + " select distinct pc.type, pc.id, pc.change from plan_changes pc"
                    + " join plans p using (district, plan) where pc.district = "
                    + district
                    + " and pc.part = {record} and pc.change <> {CHANGED}"
                    + " and (pc.change = {ADDED} or not exists (select from undeclared_records u"
                    + " where u.district = pc.district and u.type = pc.type and u.id = pc.id)) and "
                    + HELD
                    + ") as held group by type"))
        .forEach(row -> records.put(row.get(0, String.class), row.get(1, Long.class)));
    return records;
  }

  /**
   * Returns by role how many users the run adds or removes as whole records.
   *
   * @param come true for added users, false for removed ones
   */
  public Map<ChangePart, Long> movedUsers(DSLContext sql, boolean come) {
    return usersByRole(
        sql,
        "{changes} c join "
            + (come
                ? "{staged} u on u.stage = {S} and u.id = c.id"
                : "{live} u on u.district = {D} and u.id = c.id")
            + " where c.stage = {S} and c.type = '{T}' and c.op = "
            + (come ? "{ADDED}" : "{REMOVED}"));
  }

  /** Returns how many parts a plan would remove, by type and part. */
  public Map<RosterType, Map<ChangePart, Long>> heldRemovals(DSLContext sql) {
    var counts = new EnumMap<RosterType, Map<ChangePart, Long>>(RosterType.class);
    sql.fetch(
            fill(
                RosterType.USER,
                "select type, part, count(*) as n from {details} where stage = {S} and fate = {HELD}"
                    + " and change = {REMOVED} group by type, part"))
        .forEach(row ->
            counts
                .computeIfAbsent(
                    RosterType.valueOf(row.get("type", String.class)), _ -> new HashMap<>())
                .put(ChangePart.of(row.get("part", String.class)), number(row, "n")));
    return counts;
  }

  /** Returns by role how many users a plan would remove as whole records. */
  public Map<ChangePart, Long> heldUsers(DSLContext sql) {
    return usersByRole(
        sql,
        "{details} d join {live} u on u.district = {D} and u.id = d.id"
            + " where d.stage = {S} and d.type = '{T}' and d.part = {record}"
            + " and d.change = {REMOVED} and d.fate = {HELD}");
  }

  /** Counts the users {@code u} of these tables, by role. */
  private Map<ChangePart, Long> usersByRole(DSLContext sql, String tables) {
    var counts =
        RosterType.USER.roles().stream()
            .map(role -> "count(*) filter (where u.%1$s) as %1$s".formatted(role))
            .collect(joining(", "));
    var row = sql.fetchSingle(fill(RosterType.USER, "select " + counts + " from " + tables));
    return RosterType.USER.roles().stream()
        .collect(Collectors.toMap(ChangePart::of, role -> number(row, role)));
  }

  /** Adds unchanged rows with something held to the changes, so that they are examined again. */
  public long writeHeld(DSLContext sql, RosterType type) {
    return sql.execute(
        fill(
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
        fill(
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
            + differ(type, type.valueColumns()));
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
            + differ(type, type.valueColumns()));
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
            fill(
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

  /** Puts what is held into the staged rows, and deletes the changes of records held as a whole. */
  public void hold(DSLContext sql, RosterType type) {
    var kept = kept(sql, type);
    if (kept.contains(ChangePart.VALUES.word())) {
      holdValues(sql, type);
    }
    for (var part : kept) {
      if (type.valueColumns().contains(part)) {
        patch(sql, type, part + " = b." + part, "d.part = '" + part + "'");
      } else if (type.roles().contains(part)) {
        holdRole(sql, type, part);
      } else if (type.lists().contains(part)) {
        holdMembers(sql, type, part);
      }
    }
    sql.execute(
        fill(
            type,
            """
            delete from {changes} c using {details} d
             where c.stage = {S} and c.type = '{T}' and c.op in ({REMOVED}, {ADDED})
               and d.stage = {S} and d.type = '{T}' and d.id = c.id and d.part = {record}
               and d.fate in ({STAYING})
            """));
    // No plan records what is kept as unproven, so a wrong hash makes the next run compare the row
    // again.
    sql.execute(
        fill(
            type,
            """
            update {staged} a set content_hash = ~a.content_hash
             where a.stage = {S} and a.id in (
               select d.id from {details} d
                where d.stage = {S} and d.type = '{T}' and d.fate = {UNPROVEN} and d.part <> {record})
            """));
  }

  /**
   * Separates rows in which readers see a difference from rows with only another hash, and deletes
   * the changes of rows that are equal.
   */
  public void settle(DSLContext sql, RosterType type) {
    sql.execute(
        fill(
            type,
            """
            update {changes} c
               set op = case when {differ} then {CHANGED}
                             when a.content_hash <> b.content_hash then {REHASHED}
                             else {UNCHANGED} end
              from {live} b, {staged} a
             where b.district = {D} and b.id = c.id and a.stage = {S} and a.id = c.id
               and c.stage = {S} and c.type = '{T}' and c.op in ({CHANGED}, {UNCHANGED})
            """
                .replace("{differ}", differ(type, type.columnNames()))));
    sql.execute(
        fill(
            type, "delete from {changes} where stage = {S} and type = '{T}' and op = {UNCHANGED}"));
  }

  private void holdValues(DSLContext sql, RosterType type) {
    var sets =
        type.valueColumns().stream()
            .map(column -> {
              var role = type.roleOf(column);
              var held =
                  role.isEmpty()
                      ? "b." + column
                      : "case when a.%1$s and b.%1$s then b.%2$s else a.%2$s end"
                          .formatted(role, column);
              return column + " = " + held;
            })
            .collect(joining(", "));
    patch(sql, type, sets, "d.part = {values}");
  }

  private void holdRole(DSLContext sql, RosterType type, String role) {
    var sets =
        type.columnsOf(role).stream()
            .map(column -> column + " = b." + column)
            .collect(joining(", "));
    patch(sql, type, role + " = b." + role + ", " + sets, "d.part = '" + role + "'");
  }

  private void holdMembers(DSLContext sql, RosterType type, String list) {
    sql.execute(
        fill(
            type,
            """
            update {staged} a
               set {list} = array_sort(array(
                     (select unnest(a.{list}) union select unnest(m.lost))
                     except select unnest(m.gained)))
              from (select d.id,
                           array_agg(d.member) filter (where d.change = {REMOVED}) as lost,
                           array_agg(d.member) filter (where d.change = {ADDED}) as gained
                      from {details} d
                     where d.stage = {S} and d.type = '{T}' and d.part = '{list}'
                       and d.fate in ({STAYING})
                     group by d.id) m
             where a.stage = {S} and a.id = m.id
            """
                .replace("{list}", list)));
  }

  private Set<String> kept(DSLContext sql, RosterType type) {
    return sql.resultQuery(
            fill(
                type,
                "select distinct part from {details} where stage = {S} and type = '{T}' and fate in"
                    + " ({STAYING})"))
        .fetchSet("part", String.class);
  }

  private void patch(DSLContext sql, RosterType type, String sets, String which) {
    sql.execute(
        fill(
            type,
            "update {staged} a set "
                + sets
                + " from {details} d, {live} b where d.stage = {S} and d.type = '{T}' and d.fate in"
                + " ({STAYING}) and a.stage = {S} and a.id = d.id and b.district = {D} and b.id = d.id and "
                + which));
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

  static String differ(RosterType type, List<String> columns) {
    return columns.stream().map(column -> "b." + column).collect(joining(", ", "row(", ")"))
        + " is distinct from "
        + columns.stream().map(column -> "a." + column).collect(joining(", ", "row(", ")"));
  }

  private void insert(
      DSLContext sql, RosterType type, ChangeOp change, ChangeDecision fate, String pieces) {
    if (pieces.isEmpty()) {
      return;
    }
    sql.execute(
        fill(
            type,
            "insert into {details} (stage, type, id, part, member, change, fate)"
                + " select {S}, '{T}', found.id, found.part, found.member, {%s}, {%s} from ("
                    .formatted(change, fate)
                + pieces
                + ") as found where not exists (select from {details} d where d.stage = {S}"
                + " and d.type = '{T}' and d.id = found.id and d.part = found.part"
                + " and d.member = found.member)"));
  }

  String fill(RosterType type, String statement) {
    var values =
        Map.of(
            "{changes}", changes,
            "{details}", details,
            "{staged}", staged.apply(type),
            "{live}", type.live().getName(),
            "{history}", type.history().getName(),
            "{T}", type.name(),
            "{D}", Integer.toString(district),
            "{S}", Long.toString(stage));
    var filled = statement;
    for (var value : values.entrySet()) {
      filled = filled.replace(value.getKey(), value.getValue());
    }
    return spell(filled);
  }

  private static String spell(String statement) {
    var spelled = statement;
    for (var word : WORDS.entrySet()) {
      spelled = spelled.replace(word.getKey(), word.getValue());
    }
    return spelled;
  }

  private static Map<String, String> words() {
    var words = new HashMap<String, String>();
    for (var op : ChangeOp.values()) {
      words.put("{" + op + "}", letter(op.letter()));
    }
    for (var decision : ChangeDecision.values()) {
      words.put("{" + decision + "}", letter(decision.letter()));
    }
    words.put(
        "{STAYING}",
        ChangeDecision.STAYING.stream()
            .map(decision -> letter(decision.letter()))
            .collect(joining(", ")));
    for (var state : List.of(PlanState.APPROVED, PlanState.REJECTED)) {
      words.put("{" + state + "}", "'" + state + "'");
    }
    words.put("{record}", ChangePart.RECORD.sql());
    words.put("{values}", ChangePart.VALUES.sql());
    words.put("{rejected}", REJECTED);
    return Map.copyOf(words);
  }

  private static String letter(String letter) {
    return "'" + letter + "'::\"char\"";
  }

  private static boolean found(DSLContext sql, String query) {
    return sql.fetchOptional(query + " limit 1").isPresent();
  }

  static long number(org.jooq.Record row, String column) {
    return Objects.requireNonNull(row.get(column, Long.class), "a count is never null");
  }
}
