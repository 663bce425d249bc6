package dev.homeroom.server.record;

import static dev.homeroom.clever.record.RosterField.*;
import static dev.homeroom.server.record.RosterColumn.date;
import static dev.homeroom.server.record.RosterColumn.id;
import static dev.homeroom.server.record.RosterColumn.members;
import static dev.homeroom.server.record.RosterColumn.related;
import static dev.homeroom.server.record.RosterColumn.relatedTexts;
import static dev.homeroom.server.record.RosterColumn.required;
import static dev.homeroom.server.record.RosterColumn.role;
import static dev.homeroom.server.record.RosterColumn.text;
import static dev.homeroom.server.record.RosterColumn.texts;

import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.Course;
import dev.homeroom.clever.record.District;
import dev.homeroom.clever.record.School;
import dev.homeroom.clever.record.Section;
import dev.homeroom.clever.record.Term;
import dev.homeroom.clever.record.User;
import dev.homeroom.clever.record.User.ContactRole;
import dev.homeroom.clever.record.User.DistrictAdminRole;
import dev.homeroom.clever.record.User.StaffRole;
import dev.homeroom.clever.record.User.StudentRelationship;
import dev.homeroom.clever.record.User.StudentRole;
import dev.homeroom.clever.record.User.TeacherRole;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The columns of each type, in the order in which a row is written and hashed: Clever's field, the
 * contract's field, and where Clever's record has the value. A new field of Clever is one line
 * here.
 */
public final class RosterModel {
  private static final Comparator<StudentRelationship> IN_ROW =
      Comparator.comparing(StudentRelationship::student)
          .thenComparing(each -> Objects.requireNonNullElse(each.relationship(), ""))
          .thenComparing(each -> Objects.requireNonNullElse(each.type(), ""));

  static final List<RosterColumn<School>> SCHOOLS =
      List.of(
          required(SCHOOL_NAME, "display_name", School::name),
          required(SCHOOL_SIS_ID, "sis_id", School::sisId),
          text(SCHOOL_SCHOOL_NUMBER, "school_number", School::schoolNumber),
          text(SCHOOL_STATE_ID, "state_id", School::stateId),
          text(SCHOOL_NCES_ID, "nces_id", School::ncesId),
          text(SCHOOL_MDR_NUMBER, "mdr_number", School::mdrNumber),
          text(SCHOOL_LOW_GRADE, "low_grade", School::lowGrade),
          text(SCHOOL_HIGH_GRADE, "high_grade", School::highGrade),
          text(SCHOOL_PHONE, "phone", School::phone),
          text(SCHOOL_PRINCIPAL_NAME, "principal_name", School::principalName),
          text(SCHOOL_PRINCIPAL_EMAIL, "principal_email", School::principalEmail),
          text(SCHOOL_ADDRESS, "location.address", School::address),
          text(SCHOOL_CITY, "location.city", School::city),
          text(SCHOOL_STATE, "location.state", School::state),
          text(SCHOOL_ZIP, "location.zip", School::zip));

  static final List<RosterColumn<Term>> TERMS =
      List.of(
          text(TERM_NAME, "display_name", Term::name),
          date(TERM_START_DATE, "start_date", Term::startDate),
          date(TERM_END_DATE, "end_date", Term::endDate));

  static final List<RosterColumn<Course>> COURSES =
      List.of(
          text(COURSE_NAME, "display_name", Course::name),
          text(COURSE_NUMBER, "number", Course::number));

  static final List<RosterColumn<Section>> SECTIONS =
      List.of(
          required(SECTION_NAME, "display_name", Section::name),
          required(SECTION_SIS_ID, "sis_id", Section::sisId),
          id(SECTION_SCHOOL, "school", Section::school),
          id(SECTION_COURSE, "course", Section::course),
          id(SECTION_TERM, "term", Section::term),
          text(SECTION_SUBJECT, "subject", Section::subject),
          text(SECTION_GRADE, "grade", Section::grade),
          text(SECTION_PERIOD, "period", Section::period),
          text(SECTION_SECTION_NUMBER, "section_number", Section::sectionNumber),
          id(SECTION_PRIMARY_TEACHER, "primary_teacher", Section::teacher),
          members(SECTION_TEACHERS, "teachers", Section::teachers),
          members(SECTION_STUDENTS, "students", Section::students));

  static final List<RosterColumn<User>> USERS =
      List.of(
          text(USER_FIRST_NAME, "full_name.first", User::firstName),
          text(USER_MIDDLE_NAME, "full_name.middle", User::middleName),
          text(USER_LAST_NAME, "full_name.last", User::lastName),
          text(USER_EMAIL, "email", User::email),
          role(USER_STUDENT, user -> user.student() != null),
          role(USER_TEACHER, user -> user.teacher() != null),
          role(USER_STAFF, user -> user.staff() != null),
          role(USER_DISTRICT_ADMIN, user -> user.districtAdmin() != null),
          role(USER_CONTACT, user -> user.contact() != null),
          id(USER_STUDENT_SCHOOL, "student.school", in(User::student, StudentRole::school)),
          members(USER_STUDENT_SCHOOLS, "student.schools", in(User::student, StudentRole::schools)),
          text(USER_STUDENT_SIS_ID, "student.sis_id", in(User::student, StudentRole::sisId)),
          text(
              USER_STUDENT_NUMBER,
              "student.student_number",
              in(User::student, StudentRole::studentNumber)),
          text(USER_STUDENT_STATE_ID, "student.state_id", in(User::student, StudentRole::stateId)),
          text(USER_STUDENT_GRADE, "student.grade", in(User::student, StudentRole::grade)),
          text(
              USER_STUDENT_GRADUATION_YEAR,
              "student.graduation_year",
              in(User::student, StudentRole::graduationYear)),
          id(USER_STUDENT_LEGACY_ID, "student.legacy_id", in(User::student, StudentRole::legacyId)),
          id(USER_TEACHER_SCHOOL, "teacher.school", in(User::teacher, TeacherRole::school)),
          members(USER_TEACHER_SCHOOLS, "teacher.schools", in(User::teacher, TeacherRole::schools)),
          text(USER_TEACHER_SIS_ID, "teacher.sis_id", in(User::teacher, TeacherRole::sisId)),
          text(
              USER_TEACHER_NUMBER,
              "teacher.teacher_number",
              in(User::teacher, TeacherRole::teacherNumber)),
          text(USER_TEACHER_STATE_ID, "teacher.state_id", in(User::teacher, TeacherRole::stateId)),
          text(USER_TEACHER_TITLE, "teacher.title", in(User::teacher, TeacherRole::title)),
          id(USER_TEACHER_LEGACY_ID, "teacher.legacy_id", in(User::teacher, TeacherRole::legacyId)),
          text(USER_STAFF_ID, "staff.staff_id", in(User::staff, StaffRole::staffId)),
          members(USER_STAFF_SCHOOLS, "staff.schools", in(User::staff, StaffRole::schools)),
          text(USER_STAFF_DEPARTMENT, "staff.department", in(User::staff, StaffRole::department)),
          text(USER_STAFF_TITLE, "staff.title", in(User::staff, StaffRole::title)),
          texts(USER_STAFF_ROLES, "staff.roles", in(User::staff, StaffRole::roles)),
          id(USER_STAFF_LEGACY_ID, "staff.legacy_id", in(User::staff, StaffRole::legacyId)),
          text(
              USER_DISTRICT_ADMIN_TITLE,
              "district_admin.title",
              in(User::districtAdmin, DistrictAdminRole::title)),
          id(
              USER_DISTRICT_ADMIN_LEGACY_ID,
              "district_admin.legacy_id",
              in(User::districtAdmin, DistrictAdminRole::legacyId)),
          text(USER_CONTACT_SIS_ID, "contact.sis_id", in(User::contact, ContactRole::sisId)),
          text(USER_CONTACT_PHONE, "contact.phone", in(User::contact, ContactRole::phone)),
          text(
              USER_CONTACT_PHONE_TYPE,
              "contact.phone_type",
              in(User::contact, ContactRole::phoneType)),
          related(
              USER_CONTACT_STUDENTS,
              "contact.student_relationships",
              relationships(StudentRelationship::student)),
          relatedTexts(
              "contact_relationships",
              USER_CONTACT_STUDENTS,
              "contact.student_relationships",
              relationships(StudentRelationship::relationship)),
          relatedTexts(
              "contact_relationship_types",
              USER_CONTACT_STUDENTS,
              "contact.student_relationships",
              relationships(StudentRelationship::type)),
          id(
              USER_CONTACT_LEGACY_ID,
              "contact.legacy_id",
              in(User::contact, ContactRole::legacyId)));

  private RosterModel() {}

  /** Writes all columns of a record. */
  public static void write(CleverRecord record, RowWriter row) {
    switch (record) {
      case School school -> SCHOOLS.forEach(column -> column.writer().accept(school, row));
      case Term term -> TERMS.forEach(column -> column.writer().accept(term, row));
      case Course course -> COURSES.forEach(column -> column.writer().accept(course, row));
      case Section section -> SECTIONS.forEach(column -> column.writer().accept(section, row));
      case User user -> USERS.forEach(column -> column.writer().accept(user, row));
      case District district ->
          throw new IllegalArgumentException(
              "a district is no record of its roster: " + district.id());
    }
  }

  /** Visits all that a record has: each role, each single value, each member of a list. */
  public static void visitParts(CleverRecord record, BiConsumer<RosterColumn<?>, Object> visitor) {
    switch (record) {
      case School school -> visit(SCHOOLS, school, visitor);
      case Term term -> visit(TERMS, term, visitor);
      case Course course -> visit(COURSES, course, visitor);
      case Section section -> visit(SECTIONS, section, visitor);
      case User user -> visit(USERS, user, visitor);
      case District _ -> {
        // A district has nothing that can be removed from a roster.
      }
    }
  }

  private static <R extends CleverRecord> void visit(
      List<RosterColumn<R>> columns, R record, BiConsumer<RosterColumn<?>, Object> visitor) {
    for (var column : columns) {
      column.parts().apply(record).forEach(part -> visitor.accept(column, part));
    }
  }

  private static <P, T extends @Nullable Object> Function<User, @Nullable T> in(
      Function<User, @Nullable P> role, Function<P, T> value) {
    return user -> {
      var found = role.apply(user);
      return found == null ? null : value.apply(found);
    };
  }

  /** A part of each relationship, in an order that the record's own does not change. */
  private static <T extends @Nullable Object> Function<User, @Nullable List<T>> relationships(
      Function<StudentRelationship, T> part) {
    return in(
        User::contact,
        role -> role.students().stream().distinct().sorted(IN_ROW).map(part).toList());
  }
}
