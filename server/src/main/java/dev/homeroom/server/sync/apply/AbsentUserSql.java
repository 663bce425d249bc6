package dev.homeroom.server.sync.apply;

import static dev.homeroom.server.db.generated.Tables.SECTIONS;
import static dev.homeroom.server.db.generated.Tables.USERS;

import dev.homeroom.server.db.letter.RowEnding;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/**
 * Keeps {@code absent_users}: the users whom a section or a contact names but who are not in the
 * roster. Part of the transaction that writes a revision, after its rows and {@code user_sections}
 * are in place. If readers now see more or less of a row that the revision did not write, because a
 * user joined or left the roster, the row is written again under the revision; its former version
 * goes to history.
 */
final class AbsentUserSql {
  /** Users whom the revision added or archived. */
  private static final String MOVED =
      """
      with moved as materialized (
        select u.id from users u
         where u.district = {0} and u.revision = {1}
           and not exists (
             select from users_history h
              where h.district = {0} and h.id = u.id and h.until_revision = {1})
        union all
        select h.id from users_history h
         where h.district = {0} and h.until_revision = {1} and h.ended = {ARCHIVED}
      )
      """;

  private AbsentUserSql() {}

  /** Marks all rows of a district whose first revision is being written. */
  public static void mark(DSLContext transaction, int district) {
    execute(
        transaction,
        district,
        1,
        """
        with absent as (
          select named.section, array_agg(named.id order by named.id) as ids
            from (
              select unnest(n.sections) as section, n."user" as id
                from user_sections n
               where n.district = {0}
                 and n."user" not in (select u.id from users u where u.district = {0})
              union
              select p.id, p.primary_teacher
                from sections p
               where p.district = {0} and p.primary_teacher <> all (p.teachers)
                 and not exists (
                   select from users u where u.district = {0} and u.id = p.primary_teacher)
            ) as named
           group by named.section
        )
        update sections s set absent_users = absent.ids
          from absent
         where s.district = {0} and s.id = absent.section
        """);
    execute(
        transaction,
        district,
        1,
        """
        with absent as (
          select named.contact, array_agg(distinct named.id order by named.id) as ids
            from (
              select n.id as contact, unnest(n.contact_students) as id
                from users n where n.district = {0} and n.contact_students is not null
            ) as named
           where named.id not in (select u.id from users u where u.district = {0})
           group by named.contact
        )
        update users c set absent_users = absent.ids
          from absent
         where c.district = {0} and c.id = absent.contact
        """);
  }

  /**
   * Updates the rows that the revision wrote, and those that name a user whom it added or archived.
   */
  public static void update(DSLContext transaction, int district, long revision) {
    execute(
        transaction,
        district,
        revision,
        MOVED
            + """
            , looked_at as materialized (
              select s.id from sections s where s.district = {0} and s.revision = {1}
              union
              select unnest(n.sections)
                from user_sections n join moved on moved.id = n."user" where n.district = {0}
              union
              select s.id
                from sections s join moved on moved.id = s.primary_teacher
               where s.district = {0} and s.primary_teacher <> all (s.teachers)
            )
            """
            + carriedInto(
                SECTIONS,
                "r.teachers || r.students || array_remove(array[r.primary_teacher], null)"));
    execute(
        transaction,
        district,
        revision,
        MOVED
            + """
            , looked_at as materialized (
              select c.id from users c
               where c.district = {0} and c.revision = {1}
                 and (c.contact_students is not null or c.absent_users is not null)
              union
              select c.id
                from moved join users c
                  on c.district = {0} and c.contact
                 and case when c.absent_users is null then c.contact_students
                       else present_users(c.contact_students, c.absent_users) end
                     && array[moved.id]
              union
              select c.id
                from moved join users c on c.district = {0} and c.absent_users @> array[moved.id]
            )
            """
            + carriedInto(USERS, "r.contact_students"));
  }

  /**
   * Returns SQL that writes the rows of {@code looked_at} whose absent users have changed.
   *
   * @param named SQL for the users whom a row {@code r} names
   */
  private static String carriedInto(Table<?> table, String named) {
    var columns = table.fieldStream().map(Field::getName).toList();
    return """
    , absent as (
      select named.record, array_agg(named.id order by named.id) as ids
        from (
          select distinct r.id as record, unnest({N}) as id
            from looked_at join {T} r on r.district = {0} and r.id = looked_at.id
        ) as named
       where not exists (
         select from users u where u.district = {0} and u.id = named.id)
       group by named.record
    ), found as materialized (
      select r.id, absent.ids
        from looked_at
        join {T} r on r.district = {0} and r.id = looked_at.id
        left join absent on absent.record = r.id
       where r.absent_users is distinct from absent.ids
    ), kept as (
      insert into {T}_history ({C}, until_revision, ended)
      select {R}, {1}, {UPDATED}
        from found join {T} r on r.district = {0} and r.id = found.id
       where r.revision < {1}
    )
    update {T} r set absent_users = found.ids, revision = {1}
      from found
     where r.district = {0} and r.id = found.id
    """
        .replace("{N}", named)
        .replace("{T}", table.getName())
        .replace("{C}", String.join(", ", columns))
        .replace(
            "{R}", columns.stream().map(name -> "r." + name).collect(Collectors.joining(", ")));
  }

  private static void execute(
      DSLContext transaction, int district, long revision, String statement) {
    transaction.execute(
        statement
            .replace("{0}", Integer.toString(district))
            .replace("{1}", Long.toString(revision))
            .replace("{ARCHIVED}", "'" + RowEnding.ARCHIVED.letter() + "'")
            .replace("{UPDATED}", "'" + RowEnding.UPDATED.letter() + "'"));
  }
}
