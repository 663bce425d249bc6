package dev.homeroom.cli.sync;

import dev.homeroom.v1.ChangeCounts;
import dev.homeroom.v1.RosterCounts;
import dev.homeroom.v1.SyncRun;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the numbers of a run, under the names that people and programs see. */
final class Counts {
  private Counts() {}

  /** Returns the sizes of a roster, in the order of display. */
  static Map<String, Long> of(RosterCounts counts) {
    var sizes = new LinkedHashMap<String, Long>();
    sizes.put("schools", counts.getSchools());
    sizes.put("terms", counts.getTerms());
    sizes.put("courses", counts.getCourses());
    sizes.put("sections", counts.getSections());
    sizes.put("students", counts.getStudents());
    sizes.put("teachers", counts.getTeachers());
    sizes.put("staff", counts.getStaff());
    sizes.put("districtAdmins", counts.getDistrictAdmins());
    sizes.put("contacts", counts.getContacts());
    sizes.put("enrollments", counts.getEnrollments());
    sizes.put("teacherEnrollments", counts.getTeacherEnrollments());
    return sizes;
  }

  /**
   * The numbers of records that a run changed.
   *
   * @param created for the first time
   * @param updated with new content
   * @param archived because no longer shared
   * @param restored because shared again
   */
  record Change(long created, long updated, long archived, long restored) {
    static final Change NONE = new Change(0, 0, 0, 0);

    Change plus(Change other) {
      return new Change(
          created + other.created,
          updated + other.updated,
          archived + other.archived,
          restored + other.restored);
    }

    long all() {
      return created + updated + archived + restored;
    }

    boolean isNone() {
      return equals(NONE);
    }
  }

  /**
   * Returns the changes of a run by type of record, and their sum as the last entry, {@code total}.
   */
  static Map<String, Change> changes(SyncRun run) {
    var changes = new LinkedHashMap<String, Change>();
    for (var type :
        new String[] {"districts", "schools", "terms", "courses", "sections", "users"}) {
      changes.put(type, Change.NONE);
    }
    for (var change : run.getChangesList()) {
      changes.merge(typeOf(change), read(change), Change::plus);
    }
    changes.put("total", changes.values().stream().reduce(Change.NONE, Change::plus));
    return changes;
  }

  private static Change read(ChangeCounts counts) {
    return new Change(
        counts.getCreated(), counts.getUpdated(), counts.getArchived(), counts.getRestored());
  }

  private static String typeOf(ChangeCounts change) {
    return switch (change.getType()) {
      case RECORD_TYPE_DISTRICT -> "districts";
      case RECORD_TYPE_SCHOOL -> "schools";
      case RECORD_TYPE_TERM -> "terms";
      case RECORD_TYPE_COURSE -> "courses";
      case RECORD_TYPE_SECTION -> "sections";
      case RECORD_TYPE_USER -> "users";
      case RECORD_TYPE_UNSPECIFIED, UNRECOGNIZED -> "others";
    };
  }
}
