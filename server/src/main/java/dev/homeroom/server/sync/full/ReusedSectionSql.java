package dev.homeroom.server.sync.full;

import java.util.Objects;
import org.jooq.DSLContext;

/**
 * Counts sections whose id in the student information system now names another class. Two versions
 * of a section with the same id of that system are different classes if
 *
 * <ul>
 *   <li>the course or the subject differs, the earlier version has students, and none of them is in
 *       the later one; or
 *   <li>the later version's term begins after the earlier one's term ended, and at most half of the
 *       earlier one's students are in the later one.
 * </ul>
 *
 * So a class stays the same if only one of these happens: its course is renamed, it continues in
 * the next term, or its students change.
 */
final class ReusedSectionSql {
  private ReusedSectionSql() {}

  /**
   * Counts sections that the district's newest revision wrote and made another class. They are
   * compared with their last version and with any that ended within 30 days, because removals that
   * the guard held come later than the other changes. A section that an earlier revision had
   * already made another class is not counted again.
   */
  public static long count(DSLContext snapshot, int district) {
    var statement =
        """
        with written as materialized (
          select s.* from sections s join districts d using (district)
           where s.district = {0} and s.revision = d.revision and s.sis_id <> ''
        ), recent as materialized (
          select coalesce(min(revision), 0) as since from revisions
           where district = {0} and written_at > now() - interval '30 days'
        ), days as materialized (
          select id, start_date, end_date from terms where district = {0}
          union all
          (select distinct on (h.id) h.id, h.start_date, h.end_date from terms_history h
            where h.district = {0}
              and not exists (select from terms t where t.district = {0} and t.id = h.id)
            order by h.id, h.until_revision desc)
        )
        select count(*)
          from written s
         cross join lateral (
           select * from sections_history h
            where h.district = {0} and h.id = s.id
            order by h.until_revision desc limit 1) last
         where last.sis_id = s.sis_id
           and exists (
             select from sections_history v
              where v.district = {0} and v.id = s.id and v.sis_id = s.sis_id
                and (v.until_revision = last.until_revision
                  or v.until_revision >= (select since from recent))
                and {v:s}
                and not {v:last})
        """
            .replace("{v:s}", another("v", "s"))
            .replace("{v:last}", another("v", "last"))
            .replace("{0}", Integer.toString(district));
    return Objects.requireNonNull(
        snapshot.fetchSingle(statement).get(0, Long.class), "a count is never null");
  }

  private static String another(String earlier, String later) {
    return """
    ((({a}.course is distinct from {b}.course or {a}.subject is distinct from {b}.subject)
       and {a}.students <> '{}' and not {a}.students && {b}.students)
     or (coalesce({a}.term <> {b}.term, false)
       and coalesce((select e.end_date from days e where e.id = {a}.term)
                  < (select l.start_date from days l where l.id = {b}.term), false)
       and 2 * (select count(*) from (
                  select unnest({a}.students) intersect select unnest({b}.students)) as both_times)
           <= cardinality({a}.students)))
    """
        .replace("{a}", earlier)
        .replace("{b}", later);
  }
}
