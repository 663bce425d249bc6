package dev.homeroom.server.sync.full;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.REVISIONS;
import static dev.homeroom.server.db.generated.Tables.SECTIONS;
import static dev.homeroom.server.db.generated.Tables.SECTIONS_HISTORY;
import static dev.homeroom.server.db.generated.Tables.TERMS;
import static dev.homeroom.server.db.generated.Tables.TERMS_HISTORY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.server.db.letter.RowEnding;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Which versions of a section are another class, on rows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReusedSectionsTest {
  private static final Version ALGEBRA = new Version("A-1", "algebra", "math", "fall", "1234");

  private Database database;
  private int district;
  private int sections;

  @BeforeAll
  void open() {
    database = TestPostgres.open();
  }

  @AfterAll
  void close() {
    database.close();
  }

  @BeforeEach
  void a_district_at_its_fourth_revision() {
    district =
        database
            .dsl()
            .insertInto(DISTRICTS, DISTRICTS.ID, DISTRICTS.REVISION)
            .values(id("district " + ++sections).bytes(), 4L)
            .returning(DISTRICTS.DISTRICT)
            .fetchSingle()
            .getDistrict();
    revision(2, 40);
    revision(3, 10);
    revision(4, 0);
    term(TERMS, "spring", "2027-01-11", "2027-06-11");
    term(TERMS, "overlapping", "2026-12-01", "2027-06-11");
    term(TERMS_HISTORY, "fall", "2026-08-17", "2026-12-18");
  }

  @Test
  void another_course_or_subject_without_any_former_student_is_another_class() {
    assertThat(found(ALGEBRA, ALGEBRA.course("art").students("567"))).isOne();
    assertThat(found(ALGEBRA, ALGEBRA.subject("arts").students("567"))).isOne();
    assertThat(found(ALGEBRA, ALGEBRA.course("").students("567"))).isOne();
    assertThat(found(ALGEBRA, ALGEBRA.course("art").students(""))).isOne();
  }

  @Test
  void a_later_term_with_half_the_former_students_or_fewer_is_another_class() {
    assertThat(found(ALGEBRA, ALGEBRA.term("spring").students("12567"))).isOne();
    assertThat(found(ALGEBRA.students(""), ALGEBRA.term("spring").students("567"))).isOne();
  }

  @Test
  void what_changes_without_the_rest_stays_the_same_class() {
    for (var same :
        List.of(
            ALGEBRA.course("art"),
            ALGEBRA.course("art").students("4567"),
            ALGEBRA.students("567"),
            ALGEBRA.term("spring"),
            ALGEBRA.term("spring").students("123"),
            ALGEBRA.term("overlapping").students("567"),
            ALGEBRA.term("unknown").students("567"),
            ALGEBRA.term("").students("567"))) {
      assertThat(found(ALGEBRA, same)).as("%s", same).isZero();
    }
    assertThat(found(ALGEBRA.term("spring"), ALGEBRA.students("567"))).as("earlier").isZero();
    assertThat(found(ALGEBRA.students(""), ALGEBRA.course("art").students("5"))).isZero();
  }

  @Test
  void only_the_same_id_of_the_student_information_system_is_used_again() {
    assertThat(found(ALGEBRA, ALGEBRA.sisId("A-2").course("art").students("567"))).isZero();
    assertThat(found(ALGEBRA.sisId(""), ALGEBRA.sisId("").course("art").students("567"))).isZero();
  }

  @Test
  void removals_that_come_later_than_other_changes_are_seen_with_them_and_only_once() {
    var between = ALGEBRA.course("art").students("1234567");
    var after = ALGEBRA.course("art").students("567");
    assertThat(found(List.of(ALGEBRA, between), after)).isOne();
    assertThat(found(List.of(ALGEBRA, after), ALGEBRA.course("art").students("5678"))).isZero();
    assertThat(found(List.of(ALGEBRA.term("spring"), ALGEBRA, between), after)).isOne();
  }

  @Test
  void a_version_that_ended_long_ago_counts_only_where_it_is_the_last() {
    write(SECTIONS_HISTORY, ALGEBRA, 1, 2);
    write(SECTIONS, ALGEBRA.course("art").students("567"), 4, 0);
    assertThat(count()).as("a section that was away").isOne();

    sections++;
    write(SECTIONS_HISTORY, ALGEBRA, 1, 2);
    write(SECTIONS_HISTORY, ALGEBRA.course("art").students("1567"), 2, 4);
    write(SECTIONS, ALGEBRA.course("art").students("567"), 4, 0);
    assertThat(count()).isOne();
  }

  @Test
  void only_what_the_newest_revision_wrote_is_looked_at() {
    write(SECTIONS_HISTORY, ALGEBRA, 1, 3);
    write(SECTIONS, ALGEBRA.course("art").students("567"), 3, 0);
    assertThat(count()).isZero();
  }

  private long found(Version before, Version now) {
    return found(List.of(before), now);
  }

  /** How many more are found once a section was these, one revision each, and now is that. */
  private long found(List<Version> before, Version now) {
    long already = count();
    sections++;
    int revision = 4 - before.size();
    for (var version : before) {
      write(SECTIONS_HISTORY, version, revision, revision + 1);
      revision++;
    }
    write(SECTIONS, now, 4, 0);
    return count() - already;
  }

  private long count() {
    return ReusedSectionSql.count(database.dsl(), district);
  }

  /** A version of a section; empty where there is none; each digit is a student. */
  private record Version(
      String sisId, String course, String subject, String term, String students) {
    Version sisId(String other) {
      return new Version(other, course, subject, term, students);
    }

    Version course(String other) {
      return new Version(sisId, other, subject, term, students);
    }

    Version subject(String other) {
      return new Version(sisId, course, other, term, students);
    }

    Version term(String other) {
      return new Version(sisId, course, subject, other, students);
    }

    Version students(String others) {
      return new Version(sisId, course, subject, term, others);
    }
  }

  private void write(Table<?> table, Version version, long from, long until) {
    var row = database.dsl().newRecord(table);
    set(row, "district", district);
    set(row, "id", id("section " + sections).bytes());
    set(row, "name", "");
    set(row, "sis_id", version.sisId());
    set(row, "course", version.course().isEmpty() ? null : id(version.course()).bytes());
    set(row, "term", version.term().isEmpty() ? null : id(version.term()).bytes());
    set(row, "subject", version.subject());
    set(
        row,
        "students",
        version
            .students()
            .chars()
            .mapToObj(each -> id(Integer.toString(each)).bytes())
            .toArray(byte[][]::new));
    set(row, "teachers", new byte[0][]);
    set(row, "content_hash", 0L);
    set(row, "mapping_version", (short) 1);
    set(row, "revision", from);
    if (until > 0) {
      set(row, "until_revision", until);
      set(row, "ended", RowEnding.UPDATED.letter());
    }
    database.dsl().insertInto(table).set(row).execute();
  }

  private void term(Table<?> table, String name, String begin, String end) {
    var row = database.dsl().newRecord(table);
    set(row, "district", district);
    set(row, "id", id(name).bytes());
    set(row, "start_date", LocalDate.parse(begin));
    set(row, "end_date", LocalDate.parse(end));
    set(row, "content_hash", 0L);
    set(row, "mapping_version", (short) 1);
    set(row, "revision", 1L);
    if (table.equals(TERMS_HISTORY)) {
      set(row, "until_revision", 4L);
      set(row, "ended", RowEnding.ARCHIVED.letter());
    }
    database.dsl().insertInto(table).set(row).execute();
  }

  private void revision(long number, int daysAgo) {
    database
        .dsl()
        .insertInto(REVISIONS)
        .set(REVISIONS.DISTRICT, district)
        .set(REVISIONS.REVISION, number)
        .set(REVISIONS.WRITTEN_AT, OffsetDateTime.now(ZoneOffset.UTC).minusDays(daysAgo))
        .execute();
  }

  private static void set(Record row, String column, @Nullable Object value) {
    row.set(DSL.field(DSL.name(column)), value);
  }

  private static CleverId id(String name) {
    return CleverId.of("%08x%016x".formatted(name.hashCode(), name.length()));
  }
}
