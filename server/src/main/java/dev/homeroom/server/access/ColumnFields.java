package dev.homeroom.server.access;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.homeroom.v1.ContactRole;
import dev.homeroom.v1.Course;
import dev.homeroom.v1.DistrictAdminRole;
import dev.homeroom.v1.Location;
import dev.homeroom.v1.School;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.StaffRole;
import dev.homeroom.v1.StudentRole;
import dev.homeroom.v1.TeacherRole;
import dev.homeroom.v1.Term;
import dev.homeroom.v1.User;
import dev.homeroom.v1.UserName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Field;
import org.jooq.Table;

/**
 * Maps each column of the roster to the contract's field that shows it, so that the field's privacy
 * class applies to the column.
 */
final class ColumnFields {
  /** Columns that every answer needs; none of them is a field. */
  private static final Set<String> BOOKKEEPING =
      Set.of(
          "district",
          "id",
          "content_hash",
          "mapping_version",
          "revision",
          "until_revision",
          "ended",
          "absent_users");

  /** The roles that a user holds are shown with the user. */
  private static final Set<String> ROLES =
      Set.of("student", "teacher", "staff", "district_admin", "contact");

  private static final Map<String, Descriptor> RECORDS =
      Map.of(
          "schools", School.getDescriptor(),
          "terms", Term.getDescriptor(),
          "courses", Course.getDescriptor(),
          "sections", Section.getDescriptor(),
          "users", User.getDescriptor());

  /** Columns of a role begin with its prefix. */
  private static final Map<String, Descriptor> ROLE_RECORDS =
      Map.of(
          "student_", StudentRole.getDescriptor(),
          "teacher_", TeacherRole.getDescriptor(),
          "staff_", StaffRole.getDescriptor(),
          "district_admin_", DistrictAdminRole.getDescriptor(),
          "contact_", ContactRole.getDescriptor());

  /** Three columns whose items belong together. */
  private static final Set<String> RELATIONSHIPS =
      Set.of("contact_students", "contact_relationships", "contact_relationship_types");

  private ColumnFields() {}

  /**
   * The field that shows a column; empty for a column that no field shows.
   *
   * @throws IllegalStateException for a column without a mapping
   */
  static Optional<FieldDescriptor> of(Table<?> table, Field<?> column) {
    var record = table.getName().replaceFirst("_history$", "");
    var name = column.getName();
    boolean isUser = record.equals("users");
    if (BOOKKEEPING.contains(name) || (isUser && ROLES.contains(name))) {
      return Optional.empty();
    }
    var found =
        isUser
            ? ofUser(name)
            : Optional.ofNullable(RECORDS.get(record)).flatMap(known -> ofOther(known, name));
    if (found.isEmpty()) {
      throw new IllegalStateException(
          "no field of the contract says what column " + name + " of " + record + " holds");
    }
    return found;
  }

  private static Optional<FieldDescriptor> ofUser(String column) {
    if (RELATIONSHIPS.contains(column)) {
      return find(ContactRole.getDescriptor(), "student_relationships");
    }
    if (column.endsWith("_name")) {
      return find(UserName.getDescriptor(), column.replaceFirst("_name$", ""));
    }
    return ROLE_RECORDS.entrySet().stream()
        .filter(role -> column.startsWith(role.getKey()))
        .findFirst()
        .map(role ->
            find(role.getValue(), column.substring(role.getKey().length()))
                .or(() -> find(role.getValue(), column)))
        .orElseGet(() -> find(User.getDescriptor(), column));
  }

  private static Optional<FieldDescriptor> ofOther(Descriptor record, String column) {
    // On the wire `name` is the resource's name.
    return column.equals("name")
        ? find(record, "display_name")
        : find(record, column).or(() -> find(Location.getDescriptor(), column));
  }

  private static Optional<FieldDescriptor> find(Descriptor record, String field) {
    return Optional.ofNullable(record.findFieldByName(field));
  }

  /** The messages of the record types. */
  static List<Descriptor> records() {
    return List.copyOf(RECORDS.values());
  }
}
