package dev.homeroom.server.sharing;

import static dev.homeroom.server.db.generated.Tables.COURSES;
import static dev.homeroom.server.db.generated.Tables.COURSES_HISTORY;
import static dev.homeroom.server.db.generated.Tables.SCHOOLS;
import static dev.homeroom.server.db.generated.Tables.SCHOOLS_HISTORY;
import static dev.homeroom.server.db.generated.Tables.SECTIONS;
import static dev.homeroom.server.db.generated.Tables.SECTIONS_HISTORY;
import static dev.homeroom.server.db.generated.Tables.TERMS;
import static dev.homeroom.server.db.generated.Tables.TERMS_HISTORY;
import static dev.homeroom.server.db.generated.Tables.USERS;
import static dev.homeroom.server.db.generated.Tables.USERS_HISTORY;

import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import dev.homeroom.v1.RecordType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Table;

/** The types of records that can be in a share, in the order in which they are listed. */
public enum SharedType {
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

  /**
   * The types to which a request is limited.
   *
   * @param asked unspecified for all
   * @return empty for a type whose records cannot be in a share
   */
  public static Optional<List<SharedType>> asked(RecordType asked) {
    if (asked == RecordType.RECORD_TYPE_UNSPECIFIED) {
      return Optional.of(List.of(values()));
    }
    return Arrays.stream(values())
        .filter(type -> type.wire() == asked)
        .findFirst()
        .map(type -> List.of(type));
  }

  /** The type in the contract. */
  public RecordType wire() {
    return EnumWords.require(RecordType.class, name());
  }

  Collection names() {
    return switch (this) {
      case SCHOOL -> Collection.SCHOOLS;
      case TERM -> Collection.TERMS;
      case COURSE -> Collection.COURSES;
      case SECTION -> Collection.SECTIONS;
      case USER -> Collection.USERS;
    };
  }

  Table<?> live() {
    return switch (this) {
      case SCHOOL -> SCHOOLS;
      case TERM -> TERMS;
      case COURSE -> COURSES;
      case SECTION -> SECTIONS;
      case USER -> USERS;
    };
  }

  Table<?> history() {
    return switch (this) {
      case SCHOOL -> SCHOOLS_HISTORY;
      case TERM -> TERMS_HISTORY;
      case COURSE -> COURSES_HISTORY;
      case SECTION -> SECTIONS_HISTORY;
      case USER -> USERS_HISTORY;
    };
  }

  static Field<Integer> district(Table<?> table) {
    return column(table, "district", Integer.class);
  }

  static Field<byte[]> id(Table<?> table) {
    return column(table, "id", byte[].class);
  }

  static Field<Long> revision(Table<?> table) {
    return column(table, "revision", Long.class);
  }

  static Field<Long> until(Table<?> history) {
    return column(history, "until_revision", Long.class);
  }

  static Field<String> ended(Table<?> history) {
    return column(history, "ended", String.class);
  }

  private static <T> Field<T> column(Table<?> table, String name, Class<T> type) {
    return Objects.requireNonNull(table.field(name, type), name);
  }
}
