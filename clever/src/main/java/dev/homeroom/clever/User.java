package dev.homeroom.clever;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person in one district, with the roles held. Contacts carry the whole name in {@code lastName}
 * (sandbox/CLEVER.md "Users"). No {@code toString} here tells anything about the person.
 *
 * @param email as the district sent it: may be malformed, shared or missing
 * @param student the student role; null unless held. So for the other roles
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
   * What a student has besides a name.
   *
   * @param school the primary school
   * @param schools all schools, the primary one among them
   * @param legacyId the id before Clever's v3, where it differs or is told
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

  /** What a teacher has besides a name. */
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
   * What a member of staff has besides a name. There is no primary school.
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

  /** What a district admin has besides a name. */
  public record DistrictAdminRole(@Nullable String title, @Nullable ObjectId legacyId) {
    @Override
    public String toString() {
      return "DistrictAdminRole[***]";
    }
  }

  /** What a student's contact has besides a name. */
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
   * Whose contact somebody is.
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
