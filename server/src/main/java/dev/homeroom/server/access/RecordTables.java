package dev.homeroom.server.access;

import dev.homeroom.server.db.generated.Tables;
import dev.homeroom.v1.RecordType;
import java.util.List;
import java.util.function.BiFunction;
import org.jooq.Table;

/** A type of record to which views apply, with its tables. */
record RecordTables(
    RecordType type,
    Table<?> live,
    Table<?> former,
    BiFunction<RosterViews, Table<?>, List<RecordView>> views) {
  static final RecordTables USERS =
      new RecordTables(
          RecordType.RECORD_TYPE_USER, Tables.USERS, Tables.USERS_HISTORY, RosterViews::users);

  /** All types, in the order of {@link RecordType}. */
  static final List<RecordTables> ALL =
      List.of(
          new RecordTables(
              RecordType.RECORD_TYPE_SCHOOL,
              Tables.SCHOOLS,
              Tables.SCHOOLS_HISTORY,
              RosterViews::schools),
          new RecordTables(
              RecordType.RECORD_TYPE_TERM, Tables.TERMS, Tables.TERMS_HISTORY, RosterViews::terms),
          new RecordTables(
              RecordType.RECORD_TYPE_COURSE,
              Tables.COURSES,
              Tables.COURSES_HISTORY,
              RosterViews::courses),
          new RecordTables(
              RecordType.RECORD_TYPE_SECTION,
              Tables.SECTIONS,
              Tables.SECTIONS_HISTORY,
              RosterViews::sections),
          USERS);

  static RecordTables of(RecordType type) {
    return ALL.stream()
        .filter(viewed -> viewed.type() == type)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no records of a roster: " + type));
  }

  List<RecordView> live(RosterViews views) {
    return this.views.apply(views, live);
  }

  List<RecordView> former(RosterViews views) {
    return this.views.apply(views, former);
  }
}
