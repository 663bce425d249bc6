package dev.homeroom.server.access;

import java.util.List;
import org.jooq.Table;

/**
 * The views of one caller on one district, type by type. Each method takes a live or former table
 * of its type and returns the readable rows of it.
 */
interface RosterViews {
  List<RecordView> schools(Table<?> table);

  List<RecordView> terms(Table<?> table);

  List<RecordView> courses(Table<?> table);

  List<RecordView> sections(Table<?> table);

  List<RecordView> users(Table<?> table);

  /** The views on {@code user_sections}: users whose enrollments may be asked for. */
  List<RecordView> enrollments(Table<?> table);
}
