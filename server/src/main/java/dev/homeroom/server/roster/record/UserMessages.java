package dev.homeroom.server.roster.record;

import static dev.homeroom.server.db.row.RosterColumns.USERS;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.row.Row;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import dev.homeroom.v1.ContactRole;
import dev.homeroom.v1.DistrictAdminRole;
import dev.homeroom.v1.StaffRole;
import dev.homeroom.v1.StudentRelationship;
import dev.homeroom.v1.StudentRole;
import dev.homeroom.v1.TeacherRole;
import dev.homeroom.v1.User;
import dev.homeroom.v1.UserName;
import java.util.ArrayList;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Converts users to messages: a role is set only if the user holds it. */
final class UserMessages {
  private UserMessages() {}

  static User user(CleverId district, Row row) {
    var name = UserName.newBuilder();
    Messages.set(row.get(USERS.FIRST_NAME), name::setFirst);
    Messages.set(row.get(USERS.MIDDLE_NAME), name::setMiddle);
    Messages.set(row.get(USERS.LAST_NAME), name::setLast);
    var message =
        User.newBuilder()
            .setName(Messages.name(Collection.USERS, district, row.require(USERS.ID)))
            .setFullName(name);
    Messages.set(row.get(USERS.EMAIL), message::setEmail);
    if (Boolean.TRUE.equals(row.get(USERS.STUDENT))) {
      message.setStudent(student(district, row));
    }
    if (Boolean.TRUE.equals(row.get(USERS.TEACHER))) {
      message.setTeacher(teacher(district, row));
    }
    if (Boolean.TRUE.equals(row.get(USERS.STAFF))) {
      message.setStaff(staff(district, row));
    }
    if (Boolean.TRUE.equals(row.get(USERS.DISTRICT_ADMIN))) {
      var admin = DistrictAdminRole.newBuilder();
      Messages.set(row.get(USERS.DISTRICT_ADMIN_TITLE), admin::setTitle);
      Messages.id(row.get(USERS.DISTRICT_ADMIN_LEGACY_ID), admin::setLegacyId);
      message.setDistrictAdmin(admin);
    }
    if (Boolean.TRUE.equals(row.get(USERS.CONTACT))) {
      message.setContact(contact(district, row));
    }
    return message.build();
  }

  private static StudentRole student(CleverId district, Row row) {
    var role = StudentRole.newBuilder();
    Messages.reference(
        Collection.SCHOOLS, district, row.get(USERS.STUDENT_SCHOOL), role::setSchool);
    Messages.references(Collection.SCHOOLS, district, row.get(USERS.STUDENT_SCHOOLS))
        .forEach(role::addSchools);
    Messages.set(row.get(USERS.STUDENT_SIS_ID), role::setSisId);
    Messages.set(row.get(USERS.STUDENT_NUMBER), role::setStudentNumber);
    Messages.set(row.get(USERS.STUDENT_STATE_ID), role::setStateId);
    Messages.set(row.get(USERS.STUDENT_GRADE), role::setGrade);
    Messages.set(row.get(USERS.STUDENT_GRADUATION_YEAR), role::setGraduationYear);
    Messages.id(row.get(USERS.STUDENT_LEGACY_ID), role::setLegacyId);
    return role.build();
  }

  private static TeacherRole teacher(CleverId district, Row row) {
    var role = TeacherRole.newBuilder();
    Messages.reference(
        Collection.SCHOOLS, district, row.get(USERS.TEACHER_SCHOOL), role::setSchool);
    Messages.references(Collection.SCHOOLS, district, row.get(USERS.TEACHER_SCHOOLS))
        .forEach(role::addSchools);
    Messages.set(row.get(USERS.TEACHER_SIS_ID), role::setSisId);
    Messages.set(row.get(USERS.TEACHER_NUMBER), role::setTeacherNumber);
    Messages.set(row.get(USERS.TEACHER_STATE_ID), role::setStateId);
    Messages.set(row.get(USERS.TEACHER_TITLE), role::setTitle);
    Messages.id(row.get(USERS.TEACHER_LEGACY_ID), role::setLegacyId);
    return role.build();
  }

  private static StaffRole staff(CleverId district, Row row) {
    var role = StaffRole.newBuilder();
    Messages.set(row.get(USERS.STAFF_ID), role::setStaffId);
    Messages.references(Collection.SCHOOLS, district, row.get(USERS.STAFF_SCHOOLS))
        .forEach(role::addSchools);
    Messages.set(row.get(USERS.STAFF_DEPARTMENT), role::setDepartment);
    Messages.set(row.get(USERS.STAFF_TITLE), role::setTitle);
    Messages.texts(row.get(USERS.STAFF_ROLES)).sorted().forEach(role::addRoles);
    Messages.id(row.get(USERS.STAFF_LEGACY_ID), role::setLegacyId);
    return role.build();
  }

  private static ContactRole contact(CleverId district, Row row) {
    var role = ContactRole.newBuilder();
    Messages.set(row.get(USERS.CONTACT_SIS_ID), role::setSisId);
    Messages.set(row.get(USERS.CONTACT_PHONE), role::setPhone);
    Messages.set(row.get(USERS.CONTACT_PHONE_TYPE), role::setPhoneType);
    Messages.id(row.get(USERS.CONTACT_LEGACY_ID), role::setLegacyId);
    var students = row.get(USERS.CONTACT_STUDENTS);
    var relationships = new ArrayList<StudentRelationship>();
    for (int i = 0; students != null && i < students.length; i++) {
      var relationship = StudentRelationship.newBuilder();
      relationship.setStudent(Messages.name(Collection.USERS, district, students[i]));
      Messages.set(at(row.get(USERS.CONTACT_RELATIONSHIPS), i), relationship::setRelationship);
      Messages.set(at(row.get(USERS.CONTACT_RELATIONSHIP_TYPES), i), relationship::setType);
      relationships.add(relationship.build());
    }
    relationships.sort(Comparator.comparing(StudentRelationship::getStudent));
    return role.addAllStudentRelationships(relationships).build();
  }

  /** The three columns of a contact's relationships belong together item by item. */
  private static @Nullable String at(@Nullable String @Nullable [] values, int index) {
    return values != null && index < values.length ? values[index] : null;
  }
}
