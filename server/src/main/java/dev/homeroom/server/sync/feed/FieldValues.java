package dev.homeroom.server.sync.feed;

import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.Course;
import dev.homeroom.clever.record.District;
import dev.homeroom.clever.record.RosterField;
import dev.homeroom.clever.record.School;
import dev.homeroom.clever.record.Section;
import dev.homeroom.clever.record.Term;
import dev.homeroom.clever.record.User;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lists what a record has, by the columns that keep it. Only the presence of a value counts:
 * another name is a change, no name is a removal. The kinds of a relationship belong to its
 * student.
 */
public final class FieldValues {
  private final Set<FieldValue> held = new HashSet<>();

  private FieldValues() {}

  /** Returns all that the record has. */
  public static Set<FieldValue> of(CleverRecord record) {
    var holdings = new FieldValues();
    switch (record) {
      case School school -> holdings.school(school);
      case Term term -> holdings.term(term);
      case Course course -> {
        holdings.value("name", course.name());
        holdings.value("number", course.number());
      }
      case Section section -> holdings.section(section);
      case User user -> holdings.user(user);
      case District _ -> {
        // A district has nothing that can be removed from a roster.
      }
    }
    return holdings.held;
  }

  /**
   * Returns the parts that a state of the record lacks. A field that could not be read says
   * nothing, so nothing of it is lacking.
   */
  public static Set<FieldValue> lacking(Set<FieldValue> had, CleverRecord state) {
    var lacking = new HashSet<>(had);
    lacking.removeAll(of(state));
    var dropped = dropped(state);
    lacking.removeIf(holding -> dropped.contains(holding.column()));
    return lacking;
  }

  /** Returns the columns that a state of a record leaves unknown, at least in part. */
  private static Set<String> dropped(CleverRecord state) {
    return state.flaws().dropped().stream().map(RosterField::key).collect(Collectors.toSet());
  }

  private void school(School school) {
    value("name", school.name());
    value("sis_id", school.sisId());
    value("school_number", school.schoolNumber());
    value("state_id", school.stateId());
    value("nces_id", school.ncesId());
    value("mdr_number", school.mdrNumber());
    value("low_grade", school.lowGrade());
    value("high_grade", school.highGrade());
    value("phone", school.phone());
    value("principal_name", school.principalName());
    value("principal_email", school.principalEmail());
    value("address", school.address());
    value("city", school.city());
    value("state", school.state());
    value("zip", school.zip());
  }

  private void term(Term term) {
    value("name", term.name());
    value("start_date", term.startDate());
    value("end_date", term.endDate());
  }

  private void section(Section section) {
    value("name", section.name());
    value("sis_id", section.sisId());
    value("school", section.school());
    value("course", section.course());
    value("term", section.term());
    value("subject", section.subject());
    value("grade", section.grade());
    value("period", section.period());
    value("section_number", section.sectionNumber());
    value("primary_teacher", section.teacher());
    members("teachers", section.teachers());
    members("students", section.students());
  }

  private void user(User user) {
    value("first_name", user.firstName());
    value("middle_name", user.middleName());
    value("last_name", user.lastName());
    value("email", user.email());
    student(user.student());
    teacher(user.teacher());
    staff(user.staff());
    districtAdmin(user.districtAdmin());
    contact(user.contact());
  }

  private void student(User.@Nullable StudentRole role) {
    if (role == null) {
      return;
    }
    value("student", true);
    value("student_school", role.school());
    members("student_schools", role.schools());
    value("student_sis_id", role.sisId());
    value("student_number", role.studentNumber());
    value("student_state_id", role.stateId());
    value("student_grade", role.grade());
    value("student_graduation_year", role.graduationYear());
    value("student_legacy_id", role.legacyId());
  }

  private void teacher(User.@Nullable TeacherRole role) {
    if (role == null) {
      return;
    }
    value("teacher", true);
    value("teacher_school", role.school());
    members("teacher_schools", role.schools());
    value("teacher_sis_id", role.sisId());
    value("teacher_number", role.teacherNumber());
    value("teacher_state_id", role.stateId());
    value("teacher_title", role.title());
    value("teacher_legacy_id", role.legacyId());
  }

  private void staff(User.@Nullable StaffRole role) {
    if (role == null) {
      return;
    }
    value("staff", true);
    value("staff_id", role.staffId());
    members("staff_schools", role.schools());
    value("staff_department", role.department());
    value("staff_title", role.title());
    members("staff_roles", role.roles());
    value("staff_legacy_id", role.legacyId());
  }

  private void districtAdmin(User.@Nullable DistrictAdminRole role) {
    if (role == null) {
      return;
    }
    value("district_admin", true);
    value("district_admin_title", role.title());
    value("district_admin_legacy_id", role.legacyId());
  }

  private void contact(User.@Nullable ContactRole role) {
    if (role == null) {
      return;
    }
    value("contact", true);
    value("contact_sis_id", role.sisId());
    value("contact_phone", role.phone());
    value("contact_phone_type", role.phoneType());
    members(
        "contact_students",
        role.students().stream().map(User.StudentRelationship::student).toList());
    value("contact_legacy_id", role.legacyId());
  }

  private void value(String column, @Nullable Object value) {
    if (value != null) {
      held.add(new FieldValue(column, null));
    }
  }

  private void members(String column, Collection<?> members) {
    members.forEach(member -> held.add(new FieldValue(column, member)));
  }
}
