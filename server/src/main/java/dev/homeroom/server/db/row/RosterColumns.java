package dev.homeroom.server.db.row;

import dev.homeroom.server.db.generated.Tables;
import dev.homeroom.server.db.generated.tables.Courses;
import dev.homeroom.server.db.generated.tables.Schools;
import dev.homeroom.server.db.generated.tables.Sections;
import dev.homeroom.server.db.generated.tables.Terms;
import dev.homeroom.server.db.generated.tables.Users;
import org.jooq.impl.DSL;

/**
 * Typed keys for reading a {@link Row} of a roster. These tables never return rows, so that no
 * query can use them to bypass a caller's scope.
 */
public final class RosterColumns {
  /** The columns of schools. */
  public static final Schools SCHOOLS = Tables.SCHOOLS.where(DSL.falseCondition());

  /** The columns of terms. */
  public static final Terms TERMS = Tables.TERMS.where(DSL.falseCondition());

  /** The columns of courses. */
  public static final Courses COURSES = Tables.COURSES.where(DSL.falseCondition());

  /** The columns of sections. */
  public static final Sections SECTIONS = Tables.SECTIONS.where(DSL.falseCondition());

  /** The columns of users. */
  public static final Users USERS = Tables.USERS.where(DSL.falseCondition());

  private RosterColumns() {}
}
