package dev.homeroom.server.sync.apply;

import org.jooq.DSLContext;

/**
 * Keeps {@code user_sections}, the sections of each user, equal to the live sections it is derived
 * from. Part of the transaction that writes a revision.
 */
final class EnrollmentIndexSql {
  private EnrollmentIndexSql() {}

  /**
   * Derives all rows of a district that has none yet. Sorting each user's few sections costs a
   * third less than sorting all enrollments of the district.
   */
  public static void derive(DSLContext transaction, int district, long revision) {
    transaction.execute(
        """
        insert into user_sections (district, "user", sections, revision)
        select {0}, member, array_sort(array_agg(section)), {1}
          from (
            select id as section, unnest(
                case when students && teachers
                  then array(select unnest(students) union select unnest(teachers))
                  else students || teachers
                end) as member
              from sections where district = {0}
          ) as enrollments
         group by member
         order by member
        """
            .replace("{0}", Integer.toString(district))
            .replace("{1}", Long.toString(revision)));
  }

  /**
   * Applies what the revision changed in sections: writes only users who gained or lost a section.
   * The revision's live and history rows of sections have to be in place.
   */
  public static void update(DSLContext transaction, int district, long revision) {
    transaction.execute(
        """
        with was as (
          select unnest(students || teachers) as member, id as section
            from sections_history where district = {0} and until_revision = {1}
        ), is_now as (
          select unnest(students || teachers) as member, id as section
            from sections where district = {0} and revision = {1}
        ), lost as materialized (
          select member, section from was except select member, section from is_now
        ), gained as materialized (
          select member, section from is_now except select member, section from was
        ), touched as materialized (
          select member from lost union select member from gained
        ), enrollments as (
          (select t.member, s.section
             from touched t
             join user_sections u on u.district = {0} and u."user" = t.member
            cross join unnest(u.sections) as s (section)
           except
           select member, section from lost)
          union
          select member, section from gained
        ), lists as materialized (
          select member, array_agg(section order by section) as sections
            from enrollments group by member
        ), left_all as (
          delete from user_sections u using touched t
           where u.district = {0} and u."user" = t.member
             and not exists (select from lists l where l.member = t.member)
        )
        insert into user_sections as u (district, "user", sections, revision)
        select {0}, member, sections, {1} from lists
        on conflict (district, "user") do update
           set sections = excluded.sections, revision = excluded.revision
        """
            .replace("{0}", Integer.toString(district))
            .replace("{1}", Long.toString(revision)));
  }
}
