package dev.homeroom.server.access;

import dev.homeroom.server.record.RosterType;
import dev.homeroom.v1.RecordType;
import java.util.List;
import java.util.function.BiFunction;
import org.jooq.Table;

/** A type of record to which views apply, with its tables. */
record RecordTables(RosterType roster, BiFunction<RosterViews, Table<?>, List<RecordView>> views) {
  static final RecordTables USERS = new RecordTables(RosterType.USER, RosterViews::users);

  /** All types, in the order of {@link RecordType}. */
  static final List<RecordTables> ALL =
      List.of(
          new RecordTables(RosterType.SCHOOL, RosterViews::schools),
          new RecordTables(RosterType.TERM, RosterViews::terms),
          new RecordTables(RosterType.COURSE, RosterViews::courses),
          new RecordTables(RosterType.SECTION, RosterViews::sections),
          USERS);

  RecordType type() {
    return roster.wire();
  }

  Table<?> live() {
    return roster.live();
  }

  Table<?> former() {
    return roster.history();
  }

  static RecordTables of(RecordType type) {
    return ALL.stream()
        .filter(viewed -> viewed.type() == type)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no records of a roster: " + type));
  }

  List<RecordView> live(RosterViews views) {
    return this.views.apply(views, live());
  }

  List<RecordView> former(RosterViews views) {
    return this.views.apply(views, former());
  }
}
