package dev.homeroom.server.db;

import static dev.homeroom.server.db.generated.Tables.COURSES;
import static dev.homeroom.server.db.generated.Tables.SCHOOLS;
import static dev.homeroom.server.db.generated.Tables.SECTIONS;
import static dev.homeroom.server.db.generated.Tables.TERMS;
import static dev.homeroom.server.db.generated.Tables.USERS;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Table;

/** The tables of the roster, and how their columns are split into parts. */
public enum RosterTable {
  /** Schools. */
  SCHOOL,
  /** Terms. */
  TERM,
  /** Courses. */
  COURSE,
  /** Sections. */
  SECTION,
  /** Users. */
  USER;

  private static final Set<String> HEAD =
      Set.of("district", "id", "content_hash", "mapping_version", "revision", "absent_users");
  private static final List<String> ROLES =
      List.of("student", "teacher", "staff", "district_admin", "contact");
  private static final List<String> SEATS = List.of("students", "teachers");
  private static final List<String> MEMBERSHIPS =
      List.of("student_schools", "teacher_schools", "staff_schools");

  private Table<?> table() {
    return switch (this) {
      case SCHOOL -> SCHOOLS;
      case TERM -> TERMS;
      case COURSE -> COURSES;
      case SECTION -> SECTIONS;
      case USER -> USERS;
    };
  }

  String live() {
    return table().getName();
  }

  String history() {
    return table().getName() + "_history";
  }

  /** The columns that hold Clever's data. */
  List<String> columns() {
    return fields().map(Field::getName).toList();
  }

  /** The columns that show which roles a user has; none for other types. */
  public List<String> roles() {
    return this == USER ? ROLES : List.of();
  }

  /** The columns whose members are added and removed one by one. */
  public List<String> lists() {
    return switch (this) {
      case SECTION -> SEATS;
      case USER -> MEMBERSHIPS;
      case SCHOOL, TERM, COURSE -> List.of();
    };
  }

  /** The columns that hold values, each changed as a whole. */
  List<String> valueColumns() {
    return fields()
        .map(Field::getName)
        .filter(name -> !lists().contains(name) && !roles().contains(name))
        .toList();
  }

  /** The role that a column belongs to; empty if it belongs to the record itself. */
  public String roleOf(String column) {
    return roles().stream()
        .filter(role -> column.equals(role) || column.startsWith(role + "_"))
        .findFirst()
        .orElse("");
  }

  /** The columns that belong to a role, without the column of the role itself. */
  List<String> columnsOf(String role) {
    return columns().stream()
        .filter(column -> !column.equals(role) && roleOf(column).equals(role))
        .toList();
  }

  /** Returns an SQL condition: the column is not empty. */
  String filled(String alias, String column) {
    var name = alias + "." + column;
    var field = fields().filter(each -> each.getName().equals(column)).findFirst().orElseThrow();
    if (field.getDataType().isArray()) {
      return "coalesce(cardinality(" + name + "), 0) > 0";
    }
    return field.getType() == String.class
        ? "coalesce(" + name + ", '') <> ''"
        : name + " is not null";
  }

  private Stream<Field<?>> fields() {
    return Arrays.<Field<?>>stream(table().fields())
        .filter(field -> !HEAD.contains(field.getName()));
  }
}
