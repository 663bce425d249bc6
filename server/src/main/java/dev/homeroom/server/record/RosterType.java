package dev.homeroom.server.record;

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

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import dev.homeroom.v1.Course;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.School;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.Term;
import dev.homeroom.v1.User;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jooq.Table;

/** The types of a roster's records, with their tables, in the order in which they are listed. */
@SuppressWarnings("ImmutableEnumChecker") // nobody changes tables, descriptors and types of Clever
public enum RosterType {
  /** Schools. */
  SCHOOL(
      dev.homeroom.clever.record.RecordType.SCHOOLS,
      Collection.SCHOOLS,
      School.getDescriptor(),
      SCHOOLS,
      SCHOOLS_HISTORY,
      STAGED_SCHOOLS,
      STAGED_SCHOOLS::rename),
  /** Terms. */
  TERM(
      dev.homeroom.clever.record.RecordType.TERMS,
      Collection.TERMS,
      Term.getDescriptor(),
      TERMS,
      TERMS_HISTORY,
      STAGED_TERMS,
      STAGED_TERMS::rename),
  /** Courses. */
  COURSE(
      dev.homeroom.clever.record.RecordType.COURSES,
      Collection.COURSES,
      Course.getDescriptor(),
      COURSES,
      COURSES_HISTORY,
      STAGED_COURSES,
      STAGED_COURSES::rename),
  /** Sections. */
  SECTION(
      dev.homeroom.clever.record.RecordType.SECTIONS,
      Collection.SECTIONS,
      Section.getDescriptor(),
      SECTIONS,
      SECTIONS_HISTORY,
      STAGED_SECTIONS,
      STAGED_SECTIONS::rename),
  /** Users of any role. */
  USER(
      dev.homeroom.clever.record.RecordType.USERS,
      Collection.USERS,
      User.getDescriptor(),
      USERS,
      USERS_HISTORY,
      STAGED_USERS,
      STAGED_USERS::rename);

  private final dev.homeroom.clever.record.RecordType<? extends CleverRecord> clever;
  private final Collection collection;
  private final Descriptor message;
  private final Table<?> live;
  private final Table<?> history;
  private final Table<?> shared;
  private final Function<String, Table<?>> own;

  RosterType(
      dev.homeroom.clever.record.RecordType<? extends CleverRecord> clever,
      Collection collection,
      Descriptor message,
      Table<?> live,
      Table<?> history,
      Table<?> shared,
      Function<String, Table<?>> own) {
    this.clever = clever;
    this.collection = collection;
    this.message = message;
    this.live = live;
    this.history = history;
    this.shared = shared;
    this.own = own;
  }

  /** The type of the contract's word; empty for a word without records of a roster. */
  public static Optional<RosterType> of(RecordType type) {
    return Arrays.stream(values()).filter(each -> each.wire() == type).findFirst();
  }

  /** The type whose live or history table this is; empty for other tables. */
  public static Optional<RosterType> of(Table<?> table) {
    return Arrays.stream(values())
        .filter(each ->
            each.live.getName().equals(table.getName())
                || each.history.getName().equals(table.getName()))
        .findFirst();
  }

  /** The list of Clever with the records of this type. */
  public dev.homeroom.clever.record.RecordType<? extends CleverRecord> clever() {
    return clever;
  }

  /** The contract's name of the type. */
  public RecordType wire() {
    return EnumWords.require(RecordType.class, name());
  }

  /** The type's collection in the names of resources. */
  public Collection collection() {
    return collection;
  }

  /** The contract's message of a record. */
  public Descriptor message() {
    return message;
  }

  /** The table of the live records. */
  public Table<?> live() {
    return live;
  }

  /** The table of former states of records. */
  public Table<?> history() {
    return history;
  }

  /** The staging table that all small runs share. */
  public Table<?> shared() {
    return shared;
  }

  /** A run's separate staging table. */
  public Table<?> own(String name) {
    return own.apply(name);
  }

  /** The columns that hold Clever's data, in the order in which a row is written. */
  public List<? extends RosterColumn<?>> columns() {
    return switch (this) {
      case SCHOOL -> RosterModel.SCHOOLS;
      case TERM -> RosterModel.TERMS;
      case COURSE -> RosterModel.COURSES;
      case SECTION -> RosterModel.SECTIONS;
      case USER -> RosterModel.USERS;
    };
  }

  /** The column with this name. */
  public RosterColumn<?> column(String name) {
    return columns().stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(this + " has no column " + name));
  }

  /** The names of all columns of a staged row, in the order in which a row is written. */
  public List<String> stagedColumns() {
    var columns = new ArrayList<>(List.of("stage", "seq", "id"));
    columns.addAll(columnNames());
    columns.add("content_hash");
    return columns;
  }

  /** The names of the columns that hold Clever's data, in the order in which a row is written. */
  public List<String> columnNames() {
    return names(_ -> true);
  }

  /** The columns that show which roles a user has; none for other types. */
  public List<String> roles() {
    return names(column -> column.kind() == ColumnKind.ROLE);
  }

  /** The columns whose members are added and removed one by one. */
  public List<String> lists() {
    return names(column -> column.kind() == ColumnKind.MEMBERS);
  }

  /** The columns that hold values, each changed as a whole. */
  public List<String> valueColumns() {
    return names(column -> column.kind() != ColumnKind.ROLE && column.kind() != ColumnKind.MEMBERS);
  }

  /** The columns that belong to a role, without the column of the role itself. */
  public List<String> columnsOf(String role) {
    return names(
        column -> column.kind() != ColumnKind.ROLE && column.role().equals(Optional.of(role)));
  }

  /** The role that a column belongs to, or is; empty for every other word. */
  public String roleOf(String column) {
    return columns().stream()
        .filter(each -> each.name().equals(column))
        .findFirst()
        .flatMap(RosterColumn::role)
        .orElse("");
  }

  /** Returns an SQL condition: the column is not empty. */
  public String filled(String alias, String column) {
    return column(column).kind().isFilled(alias + "." + column);
  }

  /** The contract's field that shows a column; empty for a role, which is shown with the user. */
  public Optional<FieldDescriptor> shownBy(String column) {
    return column(column).shownBy(message);
  }

  private List<String> names(Predicate<RosterColumn<?>> which) {
    return columns().stream().filter(which).map(RosterColumn::name).toList();
  }
}
