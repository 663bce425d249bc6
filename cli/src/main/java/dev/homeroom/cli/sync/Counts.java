package dev.homeroom.cli.sync;

import dev.homeroom.v1.ChangeCounts;
import dev.homeroom.v1.RosterCounts;
import dev.homeroom.v1.SyncRun;
import java.util.LinkedHashMap;
import java.util.Map;

/** The numbers of a run, under the names that people and programs see. */
final class Counts {
  private Counts() {}

  /** Sizes of a roster, in the order in which they are shown. */
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
   * What a run did with records.
   *
   * @param created never here before
   * @param updated with other content than before
   * @param archived no longer shared
   * @param restored shared again
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

  /** What a run changed, per type of records, and last of all in {@code total}. */
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
