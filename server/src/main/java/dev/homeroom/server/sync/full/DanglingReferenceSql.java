package dev.homeroom.server.sync.full;

import java.util.Objects;
import org.jooq.DSLContext;

/** Counts live records that refer to records outside the live roster. */
final class DanglingReferenceSql {
  private DanglingReferenceSql() {}

  /**
   * Counts sections whose school, term, course, a teacher or a student is not in the live roster.
   */
  public static long danglingSections(DSLContext snapshot, int district) {
    return count(
        snapshot,
        district,
        """
        select count(*) from (
          select s.id
            from sections s
            left join schools sc on sc.district = {0} and sc.id = s.school
            left join terms t on t.district = {0} and t.id = s.term
            left join courses c on c.district = {0} and c.id = s.course
           where s.district = {0}
             and (s.school is not null and sc.id is null
               or s.term is not null and t.id is null
               or s.course is not null and c.id is null
               or s.absent_users is not null)
        ) as dangling
        """);
  }

  /**
   * Counts users who name a school or, as a contact, a student that is not in the live roster.
   * {@code not in} makes Postgres look schools up in a hash table even right after a first load; it
   * then believes that there are hardly any users and would otherwise compare each with each
   * school.
   */
  public static long danglingUsers(DSLContext snapshot, int district) {
    return count(
        snapshot,
        district,
        """
        select count(*) from (
          select id from (
            select id, unnest(student_schools || teacher_schools || staff_schools
                     || array[student_school, teacher_school]) as school
              from users where district = {0}
          ) as named
           where school is not null
             and school not in (select s.id from schools s where s.district = {0})
          union
          select id from users where district = {0} and contact and absent_users is not null
        ) as dangling
        """);
  }

  private static long count(DSLContext snapshot, int district, String statement) {
    var row = snapshot.fetchSingle(statement.replace("{0}", Integer.toString(district)));
    return Objects.requireNonNull(row.get(0, Long.class), "a count is never null");
  }
}
