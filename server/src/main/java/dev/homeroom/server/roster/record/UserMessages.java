package dev.homeroom.server.roster.record;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.generated.tables.records.UsersRecord;
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

/** Users as the wire tells them: a role is set exactly when the user holds it. */
final class UserMessages {
  private UserMessages() {}

  static User user(CleverId district, UsersRecord row) {
    var name = UserName.newBuilder();
    Messages.set(row.getFirstName(), name::setFirst);
    Messages.set(row.getMiddleName(), name::setMiddle);
    Messages.set(row.getLastName(), name::setLast);
    var message =
        User.newBuilder()
            .setName(Messages.name(Collection.USERS, district, row.getId()))
            .setFullName(name);
    Messages.set(row.getEmail(), message::setEmail);
    if (Boolean.TRUE.equals(row.getStudent())) {
      message.setStudent(student(district, row));
    }
    if (Boolean.TRUE.equals(row.getTeacher())) {
      message.setTeacher(teacher(district, row));
    }
    if (Boolean.TRUE.equals(row.getStaff())) {
      message.setStaff(staff(district, row));
    }
    if (Boolean.TRUE.equals(row.getDistrictAdmin())) {
      var admin = DistrictAdminRole.newBuilder();
      Messages.set(row.getDistrictAdminTitle(), admin::setTitle);
      Messages.id(row.getDistrictAdminLegacyId(), admin::setLegacyId);
      message.setDistrictAdmin(admin);
    }
    if (Boolean.TRUE.equals(row.getContact())) {
      message.setContact(contact(district, row));
    }
    return message.build();
  }

  private static StudentRole student(CleverId district, UsersRecord row) {
    var role = StudentRole.newBuilder();
    Messages.reference(Collection.SCHOOLS, district, row.getStudentSchool(), role::setSchool);
    Messages.references(Collection.SCHOOLS, district, row.getStudentSchools())
        .forEach(role::addSchools);
    Messages.set(row.getStudentSisId(), role::setSisId);
    Messages.set(row.getStudentNumber(), role::setStudentNumber);
    Messages.set(row.getStudentStateId(), role::setStateId);
    Messages.set(row.getStudentGrade(), role::setGrade);
    Messages.set(row.getStudentGraduationYear(), role::setGraduationYear);
    Messages.id(row.getStudentLegacyId(), role::setLegacyId);
    return role.build();
  }

  private static TeacherRole teacher(CleverId district, UsersRecord row) {
    var role = TeacherRole.newBuilder();
    Messages.reference(Collection.SCHOOLS, district, row.getTeacherSchool(), role::setSchool);
    Messages.references(Collection.SCHOOLS, district, row.getTeacherSchools())
        .forEach(role::addSchools);
    Messages.set(row.getTeacherSisId(), role::setSisId);
    Messages.set(row.getTeacherNumber(), role::setTeacherNumber);
    Messages.set(row.getTeacherStateId(), role::setStateId);
    Messages.set(row.getTeacherTitle(), role::setTitle);
    Messages.id(row.getTeacherLegacyId(), role::setLegacyId);
    return role.build();
  }

  private static StaffRole staff(CleverId district, UsersRecord row) {
    var role = StaffRole.newBuilder();
    Messages.set(row.getStaffId(), role::setStaffId);
    Messages.references(Collection.SCHOOLS, district, row.getStaffSchools())
        .forEach(role::addSchools);
    Messages.set(row.getStaffDepartment(), role::setDepartment);
    Messages.set(row.getStaffTitle(), role::setTitle);
    Messages.texts(row.getStaffRoles()).sorted().forEach(role::addRoles);
    Messages.id(row.getStaffLegacyId(), role::setLegacyId);
    return role.build();
  }

  private static ContactRole contact(CleverId district, UsersRecord row) {
    var role = ContactRole.newBuilder();
    Messages.set(row.getContactSisId(), role::setSisId);
    Messages.set(row.getContactPhone(), role::setPhone);
    Messages.set(row.getContactPhoneType(), role::setPhoneType);
    Messages.id(row.getContactLegacyId(), role::setLegacyId);
    var students = row.getContactStudents();
    var relationships = new ArrayList<StudentRelationship>();
    for (int i = 0; students != null && i < students.length; i++) {
      var relationship = StudentRelationship.newBuilder();
      relationship.setStudent(Messages.name(Collection.USERS, district, students[i]));
      Messages.set(at(row.getContactRelationships(), i), relationship::setRelationship);
      Messages.set(at(row.getContactRelationshipTypes(), i), relationship::setType);
      relationships.add(relationship.build());
    }
    relationships.sort(Comparator.comparing(StudentRelationship::getStudent));
    return role.addAllStudentRelationships(relationships).build();
  }

  /** The three columns of a contact's relationships run in parallel. */
  private static @Nullable String at(@Nullable String @Nullable [] values, int index) {
    return values != null && index < values.length ? values[index] : null;
  }
}
