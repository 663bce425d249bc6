package dev.homeroom.clever.read;

import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.clever.record.RosterField;
import dev.homeroom.clever.record.User;
import dev.homeroom.clever.record.User.ContactRole;
import dev.homeroom.clever.record.User.DistrictAdminRole;
import dev.homeroom.clever.record.User.StaffRole;
import dev.homeroom.clever.record.User.StudentRelationship;
import dev.homeroom.clever.record.User.StudentRole;
import dev.homeroom.clever.record.User.TeacherRole;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads people (sandbox/CLEVER.md "Users"). Skips unknown fields and roles. */
final class UserReader {

  private UserReader() {}

  private record Name(@Nullable String first, @Nullable String middle, @Nullable String last) {}

  private record Roles(
      @Nullable StudentRole student,
      @Nullable TeacherRole teacher,
      @Nullable StaffRole staff,
      @Nullable DistrictAdminRole districtAdmin,
      @Nullable ContactRole contact) {}

  static @Nullable User user(JsonReader in) {
    ObjectId id = null;
    var name = new Name(null, null, null);
    String email = null;
    var roles = new Roles(null, null, null, null, null);
    while (in.nextField()) {
      switch (in.field()) {
        case "id" -> id = in.id();
        case "name" -> name = name(in);
        case "email" -> email = in.text(RosterField.USER_EMAIL);
        case "roles" -> roles = roles(in);
        default -> in.skip();
      }
    }
    return id == null
        ? null
        : new User(
            id,
            name.first(),
            name.middle(),
            name.last(),
            email,
            roles.student(),
            roles.teacher(),
            roles.staff(),
            roles.districtAdmin(),
            roles.contact(),
            in.takeFlaws());
  }

  private static Name name(JsonReader in) {
    String first = null;
    String middle = null;
    String last = null;
    if (in.enterObject(
        RosterField.USER_FIRST_NAME, RosterField.USER_MIDDLE_NAME, RosterField.USER_LAST_NAME)) {
      while (in.nextField()) {
        switch (in.field()) {
          case "first" -> first = in.text(RosterField.USER_FIRST_NAME);
          case "middle" -> middle = in.text(RosterField.USER_MIDDLE_NAME);
          case "last" -> last = in.text(RosterField.USER_LAST_NAME);
          default -> in.skip();
        }
      }
    }
    return new Name(first, middle, last);
  }

  private static Roles roles(JsonReader in) {
    StudentRole student = null;
    TeacherRole teacher = null;
    StaffRole staff = null;
    DistrictAdminRole districtAdmin = null;
    ContactRole contact = null;
    if (in.enterObject(
        RosterField.USER_STUDENT,
        RosterField.USER_TEACHER,
        RosterField.USER_STAFF,
        RosterField.USER_DISTRICT_ADMIN,
        RosterField.USER_CONTACT)) {
      while (in.nextField()) {
        switch (in.field()) {
          case "student" -> student = in.enterObject(RosterField.USER_STUDENT) ? student(in) : null;
          case "teacher" -> teacher = in.enterObject(RosterField.USER_TEACHER) ? teacher(in) : null;
          case "staff" -> staff = in.enterObject(RosterField.USER_STAFF) ? staff(in) : null;
          case "district_admin" ->
              districtAdmin =
                  in.enterObject(RosterField.USER_DISTRICT_ADMIN) ? districtAdmin(in) : null;
          case "contact" -> contact = in.enterObject(RosterField.USER_CONTACT) ? contact(in) : null;
          default -> in.skip();
        }
      }
    }
    return new Roles(student, teacher, staff, districtAdmin, contact);
  }

  private static StudentRole student(JsonReader in) {
    ObjectId school = null;
    List<ObjectId> schools = List.of();
    String sisId = null;
    String studentNumber = null;
    String stateId = null;
    String grade = null;
    String graduationYear = null;
    ObjectId legacyId = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "school" -> school = in.id(RosterField.USER_STUDENT_SCHOOL);
        case "schools" -> schools = in.ids(RosterField.USER_STUDENT_SCHOOLS);
        case "sis_id" -> sisId = in.text(RosterField.USER_STUDENT_SIS_ID);
        case "student_number" -> studentNumber = in.text(RosterField.USER_STUDENT_NUMBER);
        case "state_id" -> stateId = in.text(RosterField.USER_STUDENT_STATE_ID);
        case "grade" -> grade = in.text(RosterField.USER_STUDENT_GRADE);
        case "graduation_year" ->
            graduationYear = in.text(RosterField.USER_STUDENT_GRADUATION_YEAR);
        case "legacy_id" -> legacyId = in.id(RosterField.USER_STUDENT_LEGACY_ID);
        default -> in.skip();
      }
    }
    return new StudentRole(
        school, schools, sisId, studentNumber, stateId, grade, graduationYear, legacyId);
  }

  private static TeacherRole teacher(JsonReader in) {
    ObjectId school = null;
    List<ObjectId> schools = List.of();
    String sisId = null;
    String teacherNumber = null;
    String stateId = null;
    String title = null;
    ObjectId legacyId = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "school" -> school = in.id(RosterField.USER_TEACHER_SCHOOL);
        case "schools" -> schools = in.ids(RosterField.USER_TEACHER_SCHOOLS);
        case "sis_id" -> sisId = in.text(RosterField.USER_TEACHER_SIS_ID);
        case "teacher_number" -> teacherNumber = in.text(RosterField.USER_TEACHER_NUMBER);
        case "state_id" -> stateId = in.text(RosterField.USER_TEACHER_STATE_ID);
        case "title" -> title = in.text(RosterField.USER_TEACHER_TITLE);
        case "legacy_id" -> legacyId = in.id(RosterField.USER_TEACHER_LEGACY_ID);
        default -> in.skip();
      }
    }
    return new TeacherRole(school, schools, sisId, teacherNumber, stateId, title, legacyId);
  }

  private static StaffRole staff(JsonReader in) {
    String staffId = null;
    List<ObjectId> schools = List.of();
    String department = null;
    String title = null;
    List<String> roles = List.of();
    ObjectId legacyId = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "staff_id" -> staffId = in.text(RosterField.USER_STAFF_ID);
        case "schools" -> schools = in.ids(RosterField.USER_STAFF_SCHOOLS);
        case "department" -> department = in.text(RosterField.USER_STAFF_DEPARTMENT);
        case "title" -> title = in.text(RosterField.USER_STAFF_TITLE);
        case "roles" -> roles = in.texts(RosterField.USER_STAFF_ROLES);
        case "legacy_id" -> legacyId = in.id(RosterField.USER_STAFF_LEGACY_ID);
        default -> in.skip();
      }
    }
    return new StaffRole(staffId, schools, department, title, roles, legacyId);
  }

  private static DistrictAdminRole districtAdmin(JsonReader in) {
    String title = null;
    ObjectId legacyId = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "title" -> title = in.text(RosterField.USER_DISTRICT_ADMIN_TITLE);
        case "legacy_id" -> legacyId = in.id(RosterField.USER_DISTRICT_ADMIN_LEGACY_ID);
        default -> in.skip();
      }
    }
    return new DistrictAdminRole(title, legacyId);
  }

  private static ContactRole contact(JsonReader in) {
    String sisId = null;
    String phone = null;
    String phoneType = null;
    List<StudentRelationship> students = List.of();
    ObjectId legacyId = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "sis_id" -> sisId = in.text(RosterField.USER_CONTACT_SIS_ID);
        case "phone" -> phone = in.text(RosterField.USER_CONTACT_PHONE);
        case "phone_type" -> phoneType = in.text(RosterField.USER_CONTACT_PHONE_TYPE);
        case "student_relationships" -> students = relationships(in);
        case "legacy_id" -> legacyId = in.id(RosterField.USER_CONTACT_LEGACY_ID);
        default -> in.skip();
      }
    }
    return new ContactRole(sisId, phone, phoneType, students, legacyId);
  }

  private static List<StudentRelationship> relationships(JsonReader in) {
    return in.list(
        RosterField.USER_CONTACT_STUDENTS,
        () -> in.enterObject(RosterField.USER_CONTACT_STUDENTS) ? relationship(in) : null);
  }

  /** Reads a relationship; null if it names no student. */
  private static @Nullable StudentRelationship relationship(JsonReader in) {
    ObjectId student = null;
    String relationship = null;
    String type = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "student" -> student = in.id(RosterField.USER_CONTACT_STUDENTS);
        case "relationship" -> relationship = in.text(RosterField.USER_CONTACT_STUDENTS);
        case "type" -> type = in.text(RosterField.USER_CONTACT_STUDENTS);
        default -> in.skip();
      }
    }
    return student == null ? null : new StudentRelationship(student, relationship, type);
  }
}
