package dev.homeroom.server.sync.apply;

import dev.homeroom.server.record.ChangePart;
import dev.homeroom.server.record.HoldConditions;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.stage.StatementTemplate;
import java.util.HashMap;
import java.util.Map;
import org.jooq.DSLContext;

/** Counts the records that a run moves, and those that plans hold. */
final class MoveCountSql {
  private static final String HELD =
      HoldConditions.text(HoldConditions.holds(HoldConditions.P, HoldConditions.PC));

  private MoveCountSql() {}

  /**
   * Returns by type how many more records Clever has than the live roster: additions that are held,
   * less removals that are held, those of rejected plans included. Types without any are missing.
   * Removals of uncovered records do not count, because Clever still has them.
   */
  public static Map<String, Long> heldRecords(DSLContext sql, int district) {
    var records = new HashMap<String, Long>();
    sql.fetch(
            StatementTemplate.spell(
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
  public static Map<ChangePart, Long> movedUsers(
      DSLContext sql, StatementTemplate names, boolean come) {
    return StatementTemplate.byRole(
        sql.fetchSingle(
            names.fill(
                RosterType.USER,
                "select "
                    + StatementTemplate.countsByRole()
                    + " from {changes} c join "
                    + (come
                        ? "{staged} u on u.stage = {S} and u.id = c.id"
                        : "{live} u on u.district = {D} and u.id = c.id")
                    + " where c.stage = {S} and c.type = '{T}' and c.op = "
                    + (come ? "{ADDED}" : "{REMOVED}"))));
  }
}
