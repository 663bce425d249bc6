package dev.homeroom.server.roster.record;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Maps each field of a message, by its path in field masks, to the columns from which it is read.
 * Fields made of the id are left out, because the id is always read.
 *
 * @param byPath every other field without fields of its own
 */
record Columns(Map<String, List<String>> byPath) {
  static final Columns SCHOOLS =
      new Columns(
          Map.ofEntries(
              entry("display_name", List.of("name")),
              entry("sis_id", List.of("sis_id")),
              entry("school_number", List.of("school_number")),
              entry("state_id", List.of("state_id")),
              entry("nces_id", List.of("nces_id")),
              entry("mdr_number", List.of("mdr_number")),
              entry("low_grade", List.of("low_grade")),
              entry("high_grade", List.of("high_grade")),
              entry("phone", List.of("phone")),
              entry("principal_name", List.of("principal_name")),
              entry("principal_email", List.of("principal_email")),
              entry("location.address", List.of("address")),
              entry("location.city", List.of("city")),
              entry("location.state", List.of("state")),
              entry("location.zip", List.of("zip"))));

  static final Columns TERMS =
      new Columns(
          Map.of(
              "display_name", List.of("name"),
              "start_date", List.of("start_date"),
              "end_date", List.of("end_date")));

  static final Columns COURSES =
      new Columns(Map.of("display_name", List.of("name"), "number", List.of("number")));

  static final Columns SECTIONS =
      new Columns(
          Map.ofEntries(
              entry("display_name", List.of("name")),
              entry("sis_id", List.of("sis_id")),
              entry("school", List.of("school")),
              entry("course", List.of("course")),
              entry("term", List.of("term")),
              entry("subject", List.of("subject")),
              entry("grade", List.of("grade")),
              entry("period", List.of("period")),
              entry("section_number", List.of("section_number")),
              entry("primary_teacher", List.of("primary_teacher")),
              entry("teachers", List.of("teachers")),
              entry("students", List.of("students"))));

  static final Columns USERS =
      new Columns(
          Map.ofEntries(
              entry("full_name.first", List.of("first_name")),
              entry("full_name.middle", List.of("middle_name")),
              entry("full_name.last", List.of("last_name")),
              entry("email", List.of("email")),
              entry("student.school", List.of("student", "student_school")),
              entry("student.schools", List.of("student", "student_schools")),
              entry("student.sis_id", List.of("student", "student_sis_id")),
              entry("student.student_number", List.of("student", "student_number")),
              entry("student.state_id", List.of("student", "student_state_id")),
              entry("student.grade", List.of("student", "student_grade")),
              entry("student.graduation_year", List.of("student", "student_graduation_year")),
              entry("student.legacy_id", List.of("student", "student_legacy_id")),
              entry("teacher.school", List.of("teacher", "teacher_school")),
              entry("teacher.schools", List.of("teacher", "teacher_schools")),
              entry("teacher.sis_id", List.of("teacher", "teacher_sis_id")),
              entry("teacher.teacher_number", List.of("teacher", "teacher_number")),
              entry("teacher.state_id", List.of("teacher", "teacher_state_id")),
              entry("teacher.title", List.of("teacher", "teacher_title")),
              entry("teacher.legacy_id", List.of("teacher", "teacher_legacy_id")),
              entry("staff.staff_id", List.of("staff", "staff_id")),
              entry("staff.schools", List.of("staff", "staff_schools")),
              entry("staff.department", List.of("staff", "staff_department")),
              entry("staff.title", List.of("staff", "staff_title")),
              entry("staff.roles", List.of("staff", "staff_roles")),
              entry("staff.legacy_id", List.of("staff", "staff_legacy_id")),
              entry("district_admin.title", List.of("district_admin", "district_admin_title")),
              entry(
                  "district_admin.legacy_id",
                  List.of("district_admin", "district_admin_legacy_id")),
              entry("contact.sis_id", List.of("contact", "contact_sis_id")),
              entry("contact.phone", List.of("contact", "contact_phone")),
              entry("contact.phone_type", List.of("contact", "contact_phone_type")),
              entry(
                  "contact.student_relationships",
                  List.of(
                      "contact",
                      "contact_students",
                      "contact_relationships",
                      "contact_relationship_types")),
              entry("contact.legacy_id", List.of("contact", "contact_legacy_id"))));

  /** The columns of the fields that the mask names, without the id. */
  Set<String> of(ReadMask mask) {
    return byPath.entrySet().stream()
        .filter(field -> mask.touches(field.getKey()))
        .flatMap(field -> field.getValue().stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
