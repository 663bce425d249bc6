package dev.homeroom.server.access;

import java.util.List;
import org.jooq.Table;

/**
 * What one caller may see of one district, type by type. Each is asked with a table of the type,
 * live or former, and says which of its rows.
 */
interface RosterViews {
  List<View> schools(Table<?> table);

  List<View> terms(Table<?> table);

  List<View> courses(Table<?> table);

  List<View> sections(Table<?> table);

  List<View> users(Table<?> table);

  /** Whose sections may be asked for: rows of {@code user_sections}. */
  List<View> seats(Table<?> table);
}
