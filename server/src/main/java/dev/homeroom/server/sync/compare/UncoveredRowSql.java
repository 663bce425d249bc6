package dev.homeroom.server.sync.compare;

import static java.util.stream.Collectors.joining;

import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.share.CoverageConditions;
import dev.homeroom.server.sync.stage.ReadScope;
import dev.homeroom.server.sync.stage.RosterReading;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.DSLContext;

/**
 * Finds the uncovered records of a run, in {@code staged_undeclared}, and keeps {@code
 * undeclared_records} in step with them. Follows the closure of docs/adr/0010-computed-share.md: a
 * covered section brings its school, term, course, teachers and students; contacts follow a covered
 * student.
 *
 * @param district the district whose live rows stand in for what is not staged
 * @param stage the number under which the run stages
 * @param whole true if what is staged is all that Clever shows; otherwise it replaces the live rows
 *     of the same ids
 * @param uncovered the run's table of uncovered records
 * @param gone the run's table of records that are gone
 * @param staged the run's staging table of a type
 */
record UncoveredRowSql(
    int district,
    long stage,
    boolean whole,
    String uncovered,
    String gone,
    Function<RosterType, String> staged) {
  private static final String MEMBERS =
      "unnest(s.students || s.teachers || array_remove(array[s.primary_teacher], null))";
  private static final Map<RosterType, String> NAMED_BY_SECTIONS =
      Map.of(
          RosterType.SCHOOL, "s.school",
          RosterType.TERM, "s.term",
          RosterType.COURSE, "s.course",
          RosterType.USER, MEMBERS);

  /** The roles of a user, one bit each. */
  private static final String ROLES =
      "(u.student::int + 2 * u.teacher::int + 4 * u.staff::int + 8 * u.district_admin::int"
          + " + 16 * u.contact::int)::smallint";

  /** Returns the statements for a reading. */
  static UncoveredRowSql of(RosterReading reading, int district) {
    var staging = reading.staging();
    return new UncoveredRowSql(
        district,
        staging.stage(),
        reading.coverage() instanceof ReadScope.Whole,
        staging.uncovered().getName(),
        staging.gone().getName(),
        type -> staging.table(type).getName());
  }

  /** Writes the records that the share does not cover. */
  public void write(DSLContext sql, CoverageConditions share) {
    sql.execute(
        fill(
            RosterType.SECTION,
            """
            with s as materialized (
              select s.id, s.school, s.term, s.course, ({0}) is true as covered from {shown} s
            )
            insert into {uncovered} (stage, type, id, roles)
            select {S}, '{T}', s.id, 0 from s where not s.covered
            union all
            """
                + unnamedBySections(RosterType.SCHOOL, "({1}) is not true and")
                + " union all "
                + unnamedBySections(RosterType.TERM, "")
                + " union all "
                + unnamedBySections(RosterType.COURSE, "")),
        share.sections(),
        share.schools());
    sql.execute(
        fill(
            RosterType.USER,
            """
            with members as materialized (
              select distinct {members} as id from {sections} s where {0}
            ), own as materialized (
              select u.id, u.student, u.contact, u.contact_students, {roles} as roles,
                     (({1}) or u.id in (select id from members) and ({2})) is true as covered
                from {shown} u
            ), follows as (
              select c.id
                from (
                  select o.id, unnest(o.contact_students) as student
                    from own o where o.contact and not o.covered) c
               where c.student in (select id from own where student and covered)
            )
            insert into {uncovered} (stage, type, id, roles)
            select {S}, '{T}', id, roles from own
             where not covered and id not in (select id from follows)
            """),
        share.sections(),
        share.users(),
        share.members());
  }

  /**
   * Writes the stored uncovered records, for a run that stages the same roster they were found in.
   */
  public void writeStored(DSLContext sql) {
    sql.execute(
        fill(
            """
            insert into {uncovered} (stage, type, id, roles)
            select {S}, r.type, r.id, r.roles from undeclared_records r where r.district = {D}
            """));
  }

  /**
   * Returns a number made of type, id and content hash of every staged row; the order of the rows
   * does not matter. Two rosters with the same number are taken to be equal, as are two records
   * with the same content hash.
   */
  public BigDecimal shown(DSLContext sql) {
    var rows =
        Arrays.stream(RosterType.values())
            .map(type ->
                fill(
                    type,
                    "select sum(hash_record_extended(row('{T}'::text, w.id, w.content_hash),"
                        + " 0)::numeric) as part from {staged} w where w.stage = {S}"))
            .collect(joining(" union all "));
    var sum = sql.fetchSingle("select coalesce(sum(part), 0) from (" + rows + ") as parts");
    return Objects.requireNonNull(sum.get(0, BigDecimal.class), "a sum is never null");
  }

  /** Selects records of the type that are uncovered unless a covered section names them. */
  private String unnamedBySections(RosterType type, String unless) {
    return fill(
        type,
        """
        select {S}, '{T}', x.id, 0 from {shown} x
         where %s x.id not in (
           select {named} from s where s.covered and {named} is not null)
        """
            .formatted(unless));
  }

  /**
   * Returns the ids of uncovered records of the type that are not in the roster, that this run has
   * not read, and that a staged, covered section now names.
   */
  List<byte[]> returning(DSLContext sql, RosterType type, CoverageConditions share) {
    return sql.resultQuery(
            fill(
                type,
                """
                select r.id from undeclared_records r
                 where r.district = {D} and r.type = '{T}' and r.left_out
                   and r.id in (
                     select {named} from {staged sections} s where s.stage = {S} and {0})
                   and not {read}
                """),
            share.sections())
        .fetch(row -> row.get(0, byte[].class));
  }

  /**
   * Returns whether a student joins the roster while contacts are outside it: one of them may be
   * that student's.
   */
  public boolean contactsMayFollow(DSLContext sql) {
    return sql.fetchOptional(
            fill(
                RosterType.USER,
                """
                select 1
                 where exists (
                   select from {staged} a
                    where a.stage = {S} and a.student
                      and not exists (
                        select from {live} b
                         where b.district = {D} and b.id = a.id and b.student)
                      and not exists (
                        select from {uncovered} n
                         where n.stage = {S} and n.type = '{T}' and n.id = a.id))
                   and exists (
                   select from undeclared_records r
                    where r.district = {D} and r.type = '{T}' and r.left_out
                      and r.roles & 16 <> 0 and not {read})
                """))
        .isPresent();
  }

  /**
   * Replaces the stored uncovered records of the type by those of the run. Call it after the run
   * has written the live rows.
   *
   * @return how many rows were written
   */
  public int store(DSLContext transaction, RosterType type) {
    int former =
        transaction.execute(
            fill(
                type,
                """
                delete from undeclared_records r
                 where r.district = {D} and r.type = '{T}'
                   and not exists (
                     select from {uncovered} n
                      where n.stage = {S} and n.type = '{T}' and n.id = r.id)
                """
                    + (whole ? "" : " and (not r.left_out or {read})")));
    int current =
        transaction.execute(
            fill(
                type,
                """
                insert into undeclared_records as r (district, type, id, roles, left_out)
                select {D}, '{T}', n.id, n.roles, b.id is null
                  from {uncovered} n
                  left join {live} b on b.district = {D} and b.id = n.id
                  left join undeclared_records k
                    on k.district = {D} and k.type = '{T}' and k.id = n.id
                 where n.stage = {S} and n.type = '{T}'
                   and (k.id is null or k.roles <> n.roles or k.left_out <> (b.id is null))
                on conflict (district, type, id) do update
                   set roles = excluded.roles, left_out = excluded.left_out
                """));
    return former + current;
  }

  /** Returns SQL for all rows of a type that Clever shows. */
  private String shown(RosterType type) {
    if (whole) {
      return "(select * from %s where stage = %d)".formatted(staged.apply(type), stage);
    }
    return fill(
        """
        (select {columns} from {staged} w where w.stage = {S}
         union all
         select {columns} from {live} w
          where w.district = {D} and not {read})
        """
            .replace("{columns}", columns(type.columnNames()))
            .replace("{read}", read("w")),
        type);
  }

  private static String columns(Collection<String> names) {
    return names.stream().map(name -> "w." + name).collect(joining(", ", "w.id, ", ""));
  }

  /** Returns an SQL condition: the run has staged the record or knows that it is gone. */
  private static String read(String alias) {
    return """
    (exists (select from {staged} t where t.stage = {S} and t.id = {alias}.id)
      or exists (
        select from {gone} g where g.stage = {S} and g.type = '{T}' and g.id = {alias}.id))
    """
        .replace("{alias}", alias);
  }

  private String fill(RosterType type, String statement) {
    return fill(
        statement
            .replace("{shown}", shown(type))
            .replace("{sections}", shown(RosterType.SECTION))
            .replace("{staged sections}", staged.apply(RosterType.SECTION))
            .replace("{named}", NAMED_BY_SECTIONS.getOrDefault(type, "s.id"))
            .replace("{members}", MEMBERS)
            .replace("{roles}", ROLES)
            .replace("{read}", read("r")),
        type);
  }

  private String fill(String statement, RosterType type) {
    return fill(statement)
        .replace("{staged}", staged.apply(type))
        .replace("{live}", type.live().getName())
        .replace("{T}", type.name());
  }

  private String fill(String statement) {
    return statement
        .replace("{uncovered}", uncovered)
        .replace("{gone}", gone)
        .replace("{D}", Integer.toString(district))
        .replace("{S}", Long.toString(stage));
  }
}
