package dev.homeroom.server.db;

import dev.homeroom.server.db.generated.Tables;
import dev.homeroom.server.db.generated.tables.Courses;
import dev.homeroom.server.db.generated.tables.Schools;
import dev.homeroom.server.db.generated.tables.Sections;
import dev.homeroom.server.db.generated.tables.Terms;
import dev.homeroom.server.db.generated.tables.Users;
import org.jooq.impl.DSL;

/**
 * The columns that a {@link Row} of a roster is asked for. The tables that they are of have no
 * rows, so that nobody reads a roster by them past a caller's scope.
 */
public final class RosterColumns {
  /** Of schools. */
  public static final Schools SCHOOLS = Tables.SCHOOLS.where(DSL.falseCondition());

  /** Of terms. */
  public static final Terms TERMS = Tables.TERMS.where(DSL.falseCondition());

  /** Of courses. */
  public static final Courses COURSES = Tables.COURSES.where(DSL.falseCondition());

  /** Of sections. */
  public static final Sections SECTIONS = Tables.SECTIONS.where(DSL.falseCondition());

  /** Of users. */
  public static final Users USERS = Tables.USERS.where(DSL.falseCondition());

  private RosterColumns() {}
}
