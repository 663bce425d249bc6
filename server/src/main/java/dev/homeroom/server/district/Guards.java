package dev.homeroom.server.district;

import static dev.homeroom.server.sync.guard.GuardSettings.HIGHEST_FLOOR;
import static dev.homeroom.server.sync.guard.GuardSettings.USUAL;

import dev.homeroom.server.db.generated.tables.records.DistrictDeclarationsRecord;
import dev.homeroom.server.rpc.Refusal.Violation;
import dev.homeroom.server.sync.guard.GuardSettings;
import java.util.List;

/** Reads and writes the guard's settings in a declaration. */
final class Guards {
  private Guards() {}

  /** The declared settings, with every default filled in. */
  static GuardSettings of(dev.homeroom.v1.GuardSettings declared, List<Violation> violations) {
    var fields = new Fields(violations);
    return new GuardSettings(
        fields.percent(
            "removed_percent",
            declared.hasRemovedPercent(),
            declared.getRemovedPercent(),
            USUAL.removedPercent()),
        fields.percent(
            "changed_percent",
            declared.hasChangedPercent(),
            declared.getChangedPercent(),
            USUAL.changedPercent()),
        fields.floor(
            "student_floor",
            declared.hasStudentFloor(),
            declared.getStudentFloor(),
            USUAL.students()),
        fields.floor(
            "teacher_floor",
            declared.hasTeacherFloor(),
            declared.getTeacherFloor(),
            USUAL.teachers()),
        fields.floor(
            "staff_floor", declared.hasStaffFloor(), declared.getStaffFloor(), USUAL.staff()),
        fields.floor(
            "section_floor",
            declared.hasSectionFloor(),
            declared.getSectionFloor(),
            USUAL.sections()),
        fields.floor(
            "enrollment_floor",
            declared.hasEnrollmentFloor(),
            declared.getEnrollmentFloor(),
            USUAL.enrollments()),
        fields.floor(
            "emptied_section_floor",
            declared.hasEmptiedSectionFloor(),
            declared.getEmptiedSectionFloor(),
            USUAL.emptiedSections()));
  }

  static GuardSettings of(DistrictDeclarationsRecord row) {
    return new GuardSettings(
        row.getGuardRemovedPercent(),
        row.getGuardChangedPercent(),
        row.getGuardStudentFloor(),
        row.getGuardTeacherFloor(),
        row.getGuardStaffFloor(),
        row.getGuardSectionFloor(),
        row.getGuardEnrollmentFloor(),
        row.getGuardEmptiedSectionFloor());
  }

  static void fill(DistrictDeclarationsRecord row, GuardSettings settings) {
    row.setGuardRemovedPercent(settings.removedPercent());
    row.setGuardChangedPercent(settings.changedPercent());
    row.setGuardStudentFloor(settings.students());
    row.setGuardTeacherFloor(settings.teachers());
    row.setGuardStaffFloor(settings.staff());
    row.setGuardSectionFloor(settings.sections());
    row.setGuardEnrollmentFloor(settings.enrollments());
    row.setGuardEmptiedSectionFloor(settings.emptiedSections());
  }

  static dev.homeroom.v1.GuardSettings wire(GuardSettings settings) {
    return dev.homeroom.v1.GuardSettings.newBuilder()
        .setRemovedPercent(settings.removedPercent())
        .setChangedPercent(settings.changedPercent())
        .setStudentFloor(settings.students())
        .setTeacherFloor(settings.teachers())
        .setStaffFloor(settings.staff())
        .setSectionFloor(settings.sections())
        .setEnrollmentFloor(settings.enrollments())
        .setEmptiedSectionFloor(settings.emptiedSections())
        .build();
  }

  /** Checks the fields of a request. */
  private record Fields(List<Violation> violations) {
    int percent(String field, boolean declared, int value, int usual) {
      return within(field, declared, value, usual, 100);
    }

    int floor(String field, boolean declared, int value, int usual) {
      return within(field, declared, value, usual, HIGHEST_FLOOR);
    }

    private int within(String field, boolean declared, int value, int usual, int highest) {
      if (!declared) {
        return usual;
      }
      if (value < 1 || value > highest) {
        violations.add(
            new Violation(
                "spec.guard." + field, "must be 1 to " + highest + "; " + usual + " is usual"));
      }
      return value;
    }
  }
}
