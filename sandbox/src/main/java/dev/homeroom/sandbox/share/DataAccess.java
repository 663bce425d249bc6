package dev.homeroom.sandbox.share;

import dev.homeroom.sandbox.district.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The roles and fields that the app's data access leaves out of every share (sandbox/CLEVER.md
 * 3.3). A field that is left out is absent.
 *
 * @param rolesOff roles that {@code roles} leaves out; a user with no other role is not shared
 * @param fieldsOff some of {@link #FIELDS}
 */
public record DataAccess(Set<Role> rolesOff, Set<String> fieldsOff) {
  /**
   * The fields that can be switched off, as {@code <type>.<path>}: those that Clever does not
   * guarantee.
   */
  public static final List<String> FIELDS = fields();

  /** Refuses a field that cannot be switched off. */
  public DataAccess {
    rolesOff = Set.copyOf(rolesOff);
    fieldsOff = Set.copyOf(fieldsOff);
    var unknown = new TreeSet<>(fieldsOff);
    FIELDS.forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "data access cannot switch off %s; it can %s"
              .formatted(String.join(", ", unknown), String.join(", ", FIELDS)));
    }
  }

  /** Data access that leaves nothing out. */
  public static DataAccess everything() {
    return new DataAccess(Set.of(), Set.of());
  }

  /** The mask of the roles that are off. */
  public int rolesOffMask() {
    return rolesOff.stream().mapToInt(Role::bit).sum();
  }

  private static List<String> fields() {
    List<String> fields = new ArrayList<>();
    add(fields, "districts", "mdr_number nces_id district_contact");
    add(
        fields,
        "schools",
        "state_id nces_id mdr_number phone low_grade high_grade principal location ext");
    add(fields, "terms", "name start_date end_date");
    add(fields, "courses", "name number");
    add(fields, "sections", "grade course term_id period section_number subject ext lms_status");
    add(fields, "users", "name.middle email lms_status");
    add(
        fields,
        "users.roles.student",
        "student_number state_id dob gender grade graduation_year race hispanic_ethnicity ell_status"
            + " location credentials email ext frl_status gifted_status section_504_status"
            + " iep_status home_language home_language_code preferred_name disability");
    add(fields, "users.roles.teacher", "teacher_number state_id title credentials ext");
    add(fields, "users.roles.staff", "department title credentials ext");
    add(fields, "users.roles.district_admin", "title");
    add(fields, "users.roles.contact", "phone phone_type sis_id");
    return List.copyOf(fields);
  }

  private static void add(List<String> fields, String type, String names) {
    for (var name : names.split(" ", -1)) {
      fields.add(type + "." + name);
    }
  }
}
