package dev.homeroom.server.sync.change;

import static dev.homeroom.server.db.generated.Tables.COURSES;
import static dev.homeroom.server.db.generated.Tables.COURSES_HISTORY;
import static dev.homeroom.server.db.generated.Tables.SCHOOLS;
import static dev.homeroom.server.db.generated.Tables.SCHOOLS_HISTORY;
import static dev.homeroom.server.db.generated.Tables.SECTIONS;
import static dev.homeroom.server.db.generated.Tables.SECTIONS_HISTORY;
import static dev.homeroom.server.db.generated.Tables.STAGED_COURSES;
import static dev.homeroom.server.db.generated.Tables.STAGED_SCHOOLS;
import static dev.homeroom.server.db.generated.Tables.STAGED_SECTIONS;
import static dev.homeroom.server.db.generated.Tables.STAGED_TERMS;
import static dev.homeroom.server.db.generated.Tables.STAGED_USERS;
import static dev.homeroom.server.db.generated.Tables.TERMS;
import static dev.homeroom.server.db.generated.Tables.TERMS_HISTORY;
import static dev.homeroom.server.db.generated.Tables.USERS;
import static dev.homeroom.server.db.generated.Tables.USERS_HISTORY;

import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.server.db.RosterTable;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.v1.RecordType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The types of records that are staged, compared and applied, with their tables. */
public enum RosterType {
  /** Schools. */
  SCHOOL,
  /** Terms. */
  TERM,
  /** Courses. */
  COURSE,
  /** Sections. */
  SECTION,
  /** Users of any role. */
  USER;

  private static final Set<String> HEAD = Set.of("stage", "seq", "id", "content_hash");

  /** The list of Clever with the records of this type. */
  public dev.homeroom.clever.record.RecordType<? extends CleverRecord> clever() {
    return switch (this) {
      case SCHOOL -> dev.homeroom.clever.record.RecordType.SCHOOLS;
      case TERM -> dev.homeroom.clever.record.RecordType.TERMS;
      case COURSE -> dev.homeroom.clever.record.RecordType.COURSES;
      case SECTION -> dev.homeroom.clever.record.RecordType.SECTIONS;
      case USER -> dev.homeroom.clever.record.RecordType.USERS;
    };
  }

  /** The table of the live records. */
  public Table<?> live() {
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

  /** The staging table that all small runs share. */
  Table<?> shared() {
    return switch (this) {
      case SCHOOL -> STAGED_SCHOOLS;
      case TERM -> STAGED_TERMS;
      case COURSE -> STAGED_COURSES;
      case SECTION -> STAGED_SECTIONS;
      case USER -> STAGED_USERS;
    };
  }

  /** A run's separate staging table. */
  Table<?> own(String name) {
    return switch (this) {
      case SCHOOL -> STAGED_SCHOOLS.rename(name);
      case TERM -> STAGED_TERMS.rename(name);
      case COURSE -> STAGED_COURSES.rename(name);
      case SECTION -> STAGED_SECTIONS.rename(name);
      case USER -> STAGED_USERS.rename(name);
    };
  }

  /** The type's tables, for text SQL. */
  public RosterTable table() {
    return RosterTable.valueOf(name());
  }

  static RosterType of(RosterTable table) {
    return valueOf(table.name());
  }

  /** The columns that hold Clever's data, in the staging table's order. */
  public List<String> columns() {
    return Arrays.stream(shared().fields())
        .map(Field::getName)
        .filter(name -> !HEAD.contains(name))
        .toList();
  }

  /** The contract's name of the type. */
  public RecordType wire() {
    return EnumWords.require(RecordType.class, name());
  }

  /** The column of the district's number. */
  public static Field<Integer> district(Table<?> table) {
    return column(table, "district", SQLDataType.INTEGER);
  }

  /** The column of the record's id. */
  public static Field<byte[]> id(Table<?> table) {
    return column(table, "id", SQLDataType.VARBINARY);
  }

  static Field<Long> hash(Table<?> table) {
    return column(table, "content_hash", SQLDataType.BIGINT);
  }

  static Field<Long> revision(Table<?> table) {
    return column(table, "revision", SQLDataType.BIGINT);
  }

  static Field<Long> stage(Table<?> table) {
    return column(table, "stage", SQLDataType.BIGINT);
  }

  static Field<Long> sequence(Table<?> table) {
    return column(table, "seq", SQLDataType.BIGINT);
  }

  private static <T> Field<T> column(Table<?> table, String name, DataType<T> type) {
    var field = table.field(name, type);
    if (field == null) {
      throw new IllegalStateException(table.getName() + " has no column " + name);
    }
    return field;
  }
}
