package dev.homeroom.server.sync.change;

import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.Course;
import dev.homeroom.clever.record.District;
import dev.homeroom.clever.record.School;
import dev.homeroom.clever.record.Section;
import dev.homeroom.clever.record.Term;
import dev.homeroom.clever.record.User;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes Clever's records as rows: the values in the order of the staging tables' columns, sets
 * sorted, so that equal content has equal bytes. Raise {@link CopyBuffer#MAPPING_VERSION} with
 * every change to how a record is written.
 */
public final class StagedRows {
  private StagedRows() {}

  /**
   * Writes one row.
   *
   * @param sequence among several rows of one id, the one with the highest sequence counts
   */
  public static void write(CopyBuffer row, long stage, long sequence, CleverRecord record) {
    row.begin(stage, sequence, record.id());
    row.note(record.id(), sequence, record.flaws());
    switch (record) {
      case School school -> school(row, school);
      case Term term -> {
        row.text(term.name());
        row.date(term.startDate());
        row.date(term.endDate());
      }
      case Course course -> {
        row.text(course.name());
        row.text(course.number());
      }
      case Section section -> section(row, section);
      case User user -> user(row, user);
      case District district ->
          throw new IllegalArgumentException("a district is not staged: " + district.id());
    }
    row.end();
  }

  private static void school(CopyBuffer row, School school) {
    row.text(orEmpty(school.name()));
    row.text(orEmpty(school.sisId()));
    row.text(school.schoolNumber());
    row.text(school.stateId());
    row.text(school.ncesId());
    row.text(school.mdrNumber());
    row.text(school.lowGrade());
    row.text(school.highGrade());
    row.text(school.phone());
    row.text(school.principalName());
    row.text(school.principalEmail());
    row.text(school.address());
    row.text(school.city());
    row.text(school.state());
    row.text(school.zip());
  }

  private static void section(CopyBuffer row, Section section) {
    row.text(orEmpty(section.name()));
    row.text(orEmpty(section.sisId()));
    row.id(section.school());
    row.id(section.course());
    row.id(section.term());
    row.text(section.subject());
    row.text(section.grade());
    row.text(section.period());
    row.text(section.sectionNumber());
    row.id(section.teacher());
    row.idSet(section.teachers());
    row.idSet(section.students());
  }

  private static void user(CopyBuffer row, User user) {
    row.text(user.firstName());
    row.text(user.middleName());
    row.text(user.lastName());
    row.text(user.email());
    row.flag(user.student() != null);
    row.flag(user.teacher() != null);
    row.flag(user.staff() != null);
    row.flag(user.districtAdmin() != null);
    row.flag(user.contact() != null);
    student(row, user.student());
    teacher(row, user.teacher());
    staff(row, user.staff());
    districtAdmin(row, user.districtAdmin());
    contact(row, user.contact());
  }

  private static void student(CopyBuffer row, User.@Nullable StudentRole role) {
    if (role == null) {
      nothing(row, 8);
      return;
    }
    row.id(role.school());
    row.idSet(role.schools());
    row.text(role.sisId());
    row.text(role.studentNumber());
    row.text(role.stateId());
    row.text(role.grade());
    row.text(role.graduationYear());
    row.id(role.legacyId());
  }

  private static void teacher(CopyBuffer row, User.@Nullable TeacherRole role) {
    if (role == null) {
      nothing(row, 7);
      return;
    }
    row.id(role.school());
    row.idSet(role.schools());
    row.text(role.sisId());
    row.text(role.teacherNumber());
    row.text(role.stateId());
    row.text(role.title());
    row.id(role.legacyId());
  }

  private static void staff(CopyBuffer row, User.@Nullable StaffRole role) {
    if (role == null) {
      nothing(row, 6);
      return;
    }
    row.text(role.staffId());
    row.idSet(role.schools());
    row.text(role.department());
    row.text(role.title());
    row.texts(role.roles().stream().sorted().distinct().toList());
    row.id(role.legacyId());
  }

  private static void districtAdmin(CopyBuffer row, User.@Nullable DistrictAdminRole role) {
    if (role == null) {
      nothing(row, 2);
      return;
    }
    row.text(role.title());
    row.id(role.legacyId());
  }

  private static void contact(CopyBuffer row, User.@Nullable ContactRole role) {
    if (role == null) {
      nothing(row, 7);
      return;
    }
    List<User.StudentRelationship> relationships =
        role.students().stream()
            .distinct()
            .sorted(
                Comparator.comparing(User.StudentRelationship::student)
                    .thenComparing(each -> orEmpty(each.relationship()))
                    .thenComparing(each -> orEmpty(each.type())))
            .toList();
    row.text(role.sisId());
    row.text(role.phone());
    row.text(role.phoneType());
    row.ids(relationships.stream().map(User.StudentRelationship::student).toList());
    row.texts(
        relationships.stream()
            .<@Nullable String>map(User.StudentRelationship::relationship)
            .toList());
    row.texts(
        relationships.stream().<@Nullable String>map(User.StudentRelationship::type).toList());
    row.id(role.legacyId());
  }

  private static void nothing(CopyBuffer row, int columns) {
    for (int i = 0; i < columns; i++) {
      row.nothing();
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
