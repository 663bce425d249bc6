package dev.homeroom.clever.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person in one district, with the person's roles. Contacts have their whole name in {@code
 * lastName} (sandbox/CLEVER.md "Users"). No {@code toString} here reveals anything about the
 * person.
 *
 * @param email as the district sent it: may be malformed, shared or missing
 * @param student the student role; null unless the person has it. The other roles likewise
 */
public record User(
    ObjectId id,
    @Nullable String firstName,
    @Nullable String middleName,
    @Nullable String lastName,
    @Nullable String email,
    @Nullable StudentRole student,
    @Nullable TeacherRole teacher,
    @Nullable StaffRole staff,
    @Nullable DistrictAdminRole districtAdmin,
    @Nullable ContactRole contact,
    Flaws flaws)
    implements CleverRecord {

  @Override
  public String toString() {
    return "User[***]";
  }

  /**
   * The data of a student, apart from the name.
   *
   * @param school the primary school
   * @param schools all schools, including the primary one
   * @param legacyId the id from before Clever's v3; null if Clever sends none
   */
  public record StudentRole(
      @Nullable ObjectId school,
      List<ObjectId> schools,
      @Nullable String sisId,
      @Nullable String studentNumber,
      @Nullable String stateId,
      @Nullable String grade,
      @Nullable String graduationYear,
      @Nullable ObjectId legacyId) {

    public StudentRole {
      schools = List.copyOf(schools);
    }

    @Override
    public String toString() {
      return "StudentRole[***]";
    }
  }

  /** The data of a teacher, apart from the name. */
  public record TeacherRole(
      @Nullable ObjectId school,
      List<ObjectId> schools,
      @Nullable String sisId,
      @Nullable String teacherNumber,
      @Nullable String stateId,
      @Nullable String title,
      @Nullable ObjectId legacyId) {

    public TeacherRole {
      schools = List.copyOf(schools);
    }

    @Override
    public String toString() {
      return "TeacherRole[***]";
    }
  }

  /**
   * The data of a member of staff, apart from the name. There is no primary school.
   *
   * @param roles Clever's own staff roles, such as {@code School Tech Lead}
   */
  public record StaffRole(
      @Nullable String staffId,
      List<ObjectId> schools,
      @Nullable String department,
      @Nullable String title,
      List<String> roles,
      @Nullable ObjectId legacyId) {

    public StaffRole {
      schools = List.copyOf(schools);
      roles = List.copyOf(roles);
    }

    @Override
    public String toString() {
      return "StaffRole[***]";
    }
  }

  /** The data of a district admin, apart from the name. */
  public record DistrictAdminRole(@Nullable String title, @Nullable ObjectId legacyId) {
    @Override
    public String toString() {
      return "DistrictAdminRole[***]";
    }
  }

  /** The data of a student's contact, apart from the name. */
  public record ContactRole(
      @Nullable String sisId,
      @Nullable String phone,
      @Nullable String phoneType,
      List<StudentRelationship> students,
      @Nullable ObjectId legacyId) {

    public ContactRole {
      students = List.copyOf(students);
    }

    @Override
    public String toString() {
      return "ContactRole[***]";
    }
  }

  /**
   * The relationship of a contact to a student.
   *
   * @param relationship such as {@code Parent}; an open set
   * @param type such as {@code Emergency}; an open set
   */
  public record StudentRelationship(
      ObjectId student, @Nullable String relationship, @Nullable String type) {
    @Override
    public String toString() {
      return "StudentRelationship[***]";
    }
  }
}
