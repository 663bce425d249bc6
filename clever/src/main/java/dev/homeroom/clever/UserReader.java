package dev.homeroom.clever;

import dev.homeroom.clever.User.ContactRole;
import dev.homeroom.clever.User.DistrictAdminRole;
import dev.homeroom.clever.User.StaffRole;
import dev.homeroom.clever.User.StudentRelationship;
import dev.homeroom.clever.User.StudentRole;
import dev.homeroom.clever.User.TeacherRole;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads people (sandbox/CLEVER.md "Users"). Unknown fields and roles are passed. */
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
        case "email" -> email = in.text();
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
            roles.contact());
  }

  private static Name name(JsonReader in) {
    String first = null;
    String middle = null;
    String last = null;
    if (in.enterObject()) {
      while (in.nextField()) {
        switch (in.field()) {
          case "first" -> first = in.text();
          case "middle" -> middle = in.text();
          case "last" -> last = in.text();
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
    if (in.enterObject()) {
      while (in.nextField()) {
        switch (in.field()) {
          case "student" -> student = in.enterObject() ? student(in) : null;
          case "teacher" -> teacher = in.enterObject() ? teacher(in) : null;
          case "staff" -> staff = in.enterObject() ? staff(in) : null;
          case "district_admin" -> districtAdmin = in.enterObject() ? districtAdmin(in) : null;
          case "contact" -> contact = in.enterObject() ? contact(in) : null;
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
        case "school" -> school = in.id();
        case "schools" -> schools = in.ids();
        case "sis_id" -> sisId = in.text();
        case "student_number" -> studentNumber = in.text();
        case "state_id" -> stateId = in.text();
        case "grade" -> grade = in.text();
        case "graduation_year" -> graduationYear = in.text();
        case "legacy_id" -> legacyId = in.id();
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
        case "school" -> school = in.id();
        case "schools" -> schools = in.ids();
        case "sis_id" -> sisId = in.text();
        case "teacher_number" -> teacherNumber = in.text();
        case "state_id" -> stateId = in.text();
        case "title" -> title = in.text();
        case "legacy_id" -> legacyId = in.id();
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
        case "staff_id" -> staffId = in.text();
        case "schools" -> schools = in.ids();
        case "department" -> department = in.text();
        case "title" -> title = in.text();
        case "roles" -> roles = in.texts();
        case "legacy_id" -> legacyId = in.id();
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
        case "title" -> title = in.text();
        case "legacy_id" -> legacyId = in.id();
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
        case "sis_id" -> sisId = in.text();
        case "phone" -> phone = in.text();
        case "phone_type" -> phoneType = in.text();
        case "student_relationships" -> students = relationships(in);
        case "legacy_id" -> legacyId = in.id();
        default -> in.skip();
      }
    }
    return new ContactRole(sisId, phone, phoneType, students, legacyId);
  }

  private static List<StudentRelationship> relationships(JsonReader in) {
    var relationships = new ArrayList<StudentRelationship>();
    if (in.enterArray()) {
      while (in.nextElement()) {
        var relationship = in.enterObject() ? relationship(in) : null;
        if (relationship != null) {
          relationships.add(relationship);
        }
      }
    }
    return relationships;
  }

  /** Null if it names no student. */
  private static @Nullable StudentRelationship relationship(JsonReader in) {
    ObjectId student = null;
    String relationship = null;
    String type = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "student" -> student = in.id();
        case "relationship" -> relationship = in.text();
        case "type" -> type = in.text();
        default -> in.skip();
      }
    }
    return student == null ? null : new StudentRelationship(student, relationship, type);
  }
}
