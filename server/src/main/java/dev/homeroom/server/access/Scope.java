package dev.homeroom.server.access;

import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.generated.Tables;
import dev.homeroom.server.db.generated.tables.Courses;
import dev.homeroom.server.db.generated.tables.CoursesHistory;
import dev.homeroom.server.db.generated.tables.Districts;
import dev.homeroom.server.db.generated.tables.Revisions;
import dev.homeroom.server.db.generated.tables.Schools;
import dev.homeroom.server.db.generated.tables.SchoolsHistory;
import dev.homeroom.server.db.generated.tables.Sections;
import dev.homeroom.server.db.generated.tables.SectionsHistory;
import dev.homeroom.server.db.generated.tables.Terms;
import dev.homeroom.server.db.generated.tables.TermsHistory;
import dev.homeroom.server.db.generated.tables.UserSections;
import dev.homeroom.server.db.generated.tables.Users;
import dev.homeroom.server.db.generated.tables.UsersHistory;

/**
 * What a caller may see, as tables: a query that takes its tables from here sees nothing else. Each
 * table is already limited to the caller and, inside a district, to the district; whatever narrows
 * callers further is said here and nowhere else. For now apps and reviewers see whole districts.
 *
 * @param caller who asks
 */
public record Scope(Caller caller) {
  /** What the caller of the current call may see. */
  public static Scope current() {
    return new Scope(Caller.current());
  }

  /** The districts that have a roster. */
  public Districts districts() {
    return Tables.DISTRICTS.where(Tables.DISTRICTS.REVISION.gt(0L));
  }

  /** What the caller may see of one district. */
  public InDistrict in(DistrictKey district) {
    return new InDistrict(caller, district);
  }

  /**
   * What a caller may see of one district, now and before.
   *
   * @param caller who asks
   * @param district the district
   */
  public record InDistrict(Caller caller, DistrictKey district) {
    /** The revisions that can be asked for, with the district's own record at each. */
    public Revisions revisions() {
      return Tables.REVISIONS.where(Tables.REVISIONS.DISTRICT.eq(district.number()));
    }

    /** Live schools. */
    public Schools schools() {
      return Tables.SCHOOLS.where(Tables.SCHOOLS.DISTRICT.eq(district.number()));
    }

    /** Former schools. */
    public SchoolsHistory formerSchools() {
      return Tables.SCHOOLS_HISTORY.where(Tables.SCHOOLS_HISTORY.DISTRICT.eq(district.number()));
    }

    /** Live terms. */
    public Terms terms() {
      return Tables.TERMS.where(Tables.TERMS.DISTRICT.eq(district.number()));
    }

    /** Former terms. */
    public TermsHistory formerTerms() {
      return Tables.TERMS_HISTORY.where(Tables.TERMS_HISTORY.DISTRICT.eq(district.number()));
    }

    /** Live courses. */
    public Courses courses() {
      return Tables.COURSES.where(Tables.COURSES.DISTRICT.eq(district.number()));
    }

    /** Former courses. */
    public CoursesHistory formerCourses() {
      return Tables.COURSES_HISTORY.where(Tables.COURSES_HISTORY.DISTRICT.eq(district.number()));
    }

    /** Live sections. */
    public Sections sections() {
      return Tables.SECTIONS.where(Tables.SECTIONS.DISTRICT.eq(district.number()));
    }

    /** Former sections. */
    public SectionsHistory formerSections() {
      return Tables.SECTIONS_HISTORY.where(Tables.SECTIONS_HISTORY.DISTRICT.eq(district.number()));
    }

    /** Live users. */
    public Users users() {
      return Tables.USERS.where(Tables.USERS.DISTRICT.eq(district.number()));
    }

    /** Former users. */
    public UsersHistory formerUsers() {
      return Tables.USERS_HISTORY.where(Tables.USERS_HISTORY.DISTRICT.eq(district.number()));
    }

    /** In which live sections a user teaches or learns. */
    public UserSections userSections() {
      return Tables.USER_SECTIONS.where(Tables.USER_SECTIONS.DISTRICT.eq(district.number()));
    }
  }
}
