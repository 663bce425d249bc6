package dev.homeroom.server.access;

import java.util.List;
import org.jooq.Table;

/**
 * The views of one caller on one district, type by type. Each method takes a live or former table
 * of its type and returns the readable rows of it.
 */
interface RosterViews {
  List<View> schools(Table<?> table);

  List<View> terms(Table<?> table);

  List<View> courses(Table<?> table);

  List<View> sections(Table<?> table);

  List<View> users(Table<?> table);

  /** The views on {@code user_sections}: users whose enrollments may be asked for. */
  List<View> seats(Table<?> table);
}
