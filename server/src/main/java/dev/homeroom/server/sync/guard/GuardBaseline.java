package dev.homeroom.server.sync.guard;

import static dev.homeroom.server.db.generated.Tables.ROSTER_COUNTS;
import static dev.homeroom.server.db.generated.Tables.ROSTER_SIZES;

import dev.homeroom.server.db.generated.tables.records.RosterCountsRecord;
import dev.homeroom.server.db.generated.tables.records.RosterSizesRecord;
import dev.homeroom.server.record.ChangePart;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.v1.RosterCounts;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * The start of the window in which removals are counted: the roster of 24 hours ago or, if there
 * was none, the first one.
 *
 * @param now the current time, by Postgres' clock
 */
public record GuardBaseline(int district, Instant now, RosterSizesRecord sizes) {
  static final Duration WINDOW = Duration.ofHours(24);

  /** Finds the baseline for this moment; empty before the first revision. */
  static Optional<GuardBaseline> find(DSLContext sql, int district, Instant now) {
    var start = now.minus(WINDOW).atOffset(ZoneOffset.UTC);
    return sql.selectFrom(ROSTER_SIZES)
        .where(ROSTER_SIZES.DISTRICT.eq(district))
        .and(ROSTER_SIZES.WRITTEN_AT.le(start))
        .orderBy(ROSTER_SIZES.REVISION.desc())
        .limit(1)
        .fetchOptional()
        .or(() ->
            sql.selectFrom(ROSTER_SIZES)
                .where(ROSTER_SIZES.DISTRICT.eq(district))
                .orderBy(ROSTER_SIZES.REVISION)
                .limit(1)
                .fetchOptional())
        .map(sizes -> new GuardBaseline(district, now, sizes));
  }

  /** Writes the sizes of a revision, and deletes sizes that are older than the baseline. */
  public static void write(
      DSLContext transaction, int district, long revision, Instant now, RosterCounts counts) {
    transaction
        .insertInto(ROSTER_SIZES)
        .set(ROSTER_SIZES.DISTRICT, district)
        .set(ROSTER_SIZES.REVISION, revision)
        .set(ROSTER_SIZES.WRITTEN_AT, now.atOffset(ZoneOffset.UTC))
        .set(ROSTER_SIZES.SCHOOLS, counts.getSchools())
        .set(ROSTER_SIZES.SECTIONS, counts.getSections())
        .set(ROSTER_SIZES.STUDENTS, counts.getStudents())
        .set(ROSTER_SIZES.TEACHERS, counts.getTeachers())
        .set(ROSTER_SIZES.STAFF, counts.getStaff())
        .set(ROSTER_SIZES.DISTRICT_ADMINS, counts.getDistrictAdmins())
        .set(ROSTER_SIZES.SEATS, counts.getEnrollments() + counts.getTeacherEnrollments())
        .execute();
    find(transaction, district, now)
        .ifPresent(oldest ->
            transaction
                .deleteFrom(ROSTER_SIZES)
                .where(ROSTER_SIZES.DISTRICT.eq(district))
                .and(ROSTER_SIZES.REVISION.lt(oldest.revision()))
                .execute());
  }

  long revision() {
    return sizes.getRevision();
  }

  Instant start() {
    return now.minus(WINDOW);
  }

  long size(GuardedKind subject) {
    return switch (subject) {
      case SCHOOL -> sizes.getSchools();
      case SECTION -> sizes.getSections();
      case ENROLLMENT -> sizes.getSeats();
      case STUDENT -> sizes.getStudents();
      case TEACHER -> sizes.getTeachers();
      case STAFF -> sizes.getStaff();
      case DISTRICT_ADMIN -> sizes.getDistrictAdmins();
    };
  }

  /** Returns whether the whole roster joined within the window. */
  boolean joined() {
    return sizes.getWrittenAt().toInstant().isAfter(start());
  }

  /**
   * Returns how many records of the type, or with the role, removals are measured against. For
   * kinds that the guard does not count, that is how many are live.
   *
   * @param joined how many have joined since the window began
   */
  long size(DSLContext sql, RosterType type, ChangePart part, long joined) {
    for (var subject : GuardedKind.values()) {
      if (subject.type() == type && subject.parts().equals(List.of(part))) {
        return size(subject) + joined;
      }
    }
    var counts = live(sql);
    return switch (type) {
      case TERM -> counts.getTerms();
      case COURSE -> counts.getCourses();
      case USER -> counts.getContacts();
      case SCHOOL, SECTION -> 0;
    };
  }

  /** Loads the sizes of the live roster. */
  RosterCountsRecord live(DSLContext sql) {
    return sql.selectFrom(ROSTER_COUNTS).where(ROSTER_COUNTS.DISTRICT.eq(district)).fetchSingle();
  }
}
