package dev.homeroom.server.access;

import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.homeroom.v1.AccessRule;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.StaffRole;
import dev.homeroom.v1.StudentRole;
import dev.homeroom.v1.TeacherRole;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The role and rule by which somebody may see a record.
 *
 * @param role the viewer's role; unspecified if none is needed
 */
record AccessPath(CallerRole role, AccessRule rule) {
  /** The caller's own record, which needs no role. */
  static final AccessPath OWN_RECORD =
      new AccessPath(CallerRole.CALLER_ROLE_UNSPECIFIED, AccessRule.ACCESS_RULE_OWN_RECORD);

  private static final FieldDescriptor STUDENTS =
      Section.getDescriptor().findFieldByNumber(Section.STUDENTS_FIELD_NUMBER);

  private static final FieldDescriptor TEACHERS =
      Section.getDescriptor().findFieldByNumber(Section.TEACHERS_FIELD_NUMBER);

  private static final Set<FieldDescriptor> MEMBERSHIPS =
      Set.of(
          StudentRole.getDescriptor().findFieldByNumber(StudentRole.SCHOOLS_FIELD_NUMBER),
          TeacherRole.getDescriptor().findFieldByNumber(TeacherRole.SCHOOLS_FIELD_NUMBER),
          StaffRole.getDescriptor().findFieldByNumber(StaffRole.SCHOOLS_FIELD_NUMBER));

  /**
   * The fields on which the rule depends: the number of records that it opens reveals something
   * about them.
   */
  Set<FieldDescriptor> goesBy() {
    return switch (rule) {
      case ACCESS_RULE_OWN_SECTIONS, ACCESS_RULE_OF_OWN_SECTIONS -> Set.of(ownEnrollments());
      case ACCESS_RULE_TEACHERS_OF_OWN_SECTIONS -> ownEnrollmentsAnd(TEACHERS);
      case ACCESS_RULE_STUDENTS_OF_OWN_SECTIONS -> ownEnrollmentsAnd(STUDENTS);
      case ACCESS_RULE_OWN_SCHOOLS, ACCESS_RULE_OF_OWN_SCHOOLS -> MEMBERSHIPS;
      case ACCESS_RULE_OWN_RECORD,
          ACCESS_RULE_OWN_DISTRICT,
          ACCESS_RULE_GRANTED_DISTRICT,
          ACCESS_RULE_GRANTED_SCHOOLS,
          ACCESS_RULE_UNSPECIFIED,
          UNRECOGNIZED ->
          Set.of();
    };
  }

  private FieldDescriptor ownEnrollments() {
    return role == CallerRole.CALLER_ROLE_TEACHER ? TEACHERS : STUDENTS;
  }

  private Set<FieldDescriptor> ownEnrollmentsAnd(FieldDescriptor others) {
    return new HashSet<>(List.of(ownEnrollments(), others));
  }
}
