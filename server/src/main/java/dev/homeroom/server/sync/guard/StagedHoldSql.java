package dev.homeroom.server.sync.guard;

import static java.util.stream.Collectors.joining;

import dev.homeroom.server.record.ChangePart;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.stage.StatementTemplate;
import java.util.Set;
import org.jooq.DSLContext;

/**
 * Puts what is held back into the staged rows. These then contain Clever's data plus what is held,
 * while their hash stays that of Clever's data. See docs/adr/0006-held-removals.md.
 */
record StagedHoldSql(StatementTemplate names) {
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
        names.fill(
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
        names.fill(
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
        names.fill(
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
                .replace("{differ}", StatementTemplate.differ(type, type.columnNames()))));
    sql.execute(
        names.fill(
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
        names.fill(
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
            names.fill(
                type,
                "select distinct part from {details} where stage = {S} and type = '{T}' and fate in"
                    + " ({STAYING})"))
        .fetchSet("part", String.class);
  }

  private void patch(DSLContext sql, RosterType type, String sets, String which) {
    sql.execute(
        names.fill(
            type,
            "update {staged} a set "
                + sets
                + " from {details} d, {live} b where d.stage = {S} and d.type = '{T}' and d.fate in"
                + " ({STAYING}) and a.stage = {S} and a.id = d.id and b.district = {D} and b.id = d.id and "
                + which));
  }
}
