package dev.homeroom.server.access;

import static java.util.Objects.requireNonNull;

import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

/** Conditions on columns that a live table and its history share. */
final class Conditions {
  private Conditions() {}

  static Condition in(Table<?> table, String column, Field<byte[][]> ids) {
    return requireNonNull(table.field(column, byte[].class), column).eq(DSL.any(ids));
  }

  /** Matches users who learn, teach or work at one of the schools. */
  static Condition memberOf(Table<?> users, Field<byte[][]> schools) {
    return DSL.or(
        in(users, "student_school", schools),
        overlaps(users, "student_schools", schools),
        in(users, "teacher_school", schools),
        overlaps(users, "teacher_schools", schools),
        overlaps(users, "staff_schools", schools));
  }

  private static Condition overlaps(Table<?> table, String column, Field<byte[][]> ids) {
    return DSL.arrayOverlap(requireNonNull(table.field(column, byte[][].class), column), ids);
  }
}
