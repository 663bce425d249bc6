package dev.homeroom.server.access;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.homeroom.v1.AccessRule;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.VisibleFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Some rows of a table, and what of them a caller may read.
 *
 * @param through by what
 * @param rows which
 * @param fields which of their fields
 * @param seat of the students in a section this one is told, where the fields tell none
 */
record View(Through through, Condition rows, ReadableFields fields, Optional<Field<byte[]>> seat) {
  private static final FieldDescriptor STUDENTS =
      Section.getDescriptor().findFieldByNumber(Section.STUDENTS_FIELD_NUMBER);

  View(Through through, Condition rows, ReadableFields fields) {
    this(through, rows, fields, Optional.empty());
  }

  /** Of the students in a section only one is told, who has to be in it. */
  View onlySeat(Field<byte[]> student) {
    return new View(through, rows, fields, Optional.of(student));
  }

  /**
   * The part of this view that another one, of an app, opens too.
   *
   * @return nothing where the rows follow from fields that the app may not read
   */
  Optional<View> within(View app) {
    if (!through.goesBy().stream().allMatch(app.fields::reads)) {
      return Optional.empty();
    }
    return Optional.of(
        new View(
            through,
            app.everyRow() ? rows : rows.and(app.rows),
            fields.and(app.fields),
            seat.filter(_ -> app.fields.reads(STUDENTS))));
  }

  /** The caller's own record, all of it. */
  static View own(Condition row) {
    return new View(Through.OWN_RECORD, row, ReadableFields.EVERYTHING);
  }

  /** Whether the rows are the caller's own record. */
  boolean own() {
    return through.rule() == AccessRule.ACCESS_RULE_OWN_RECORD;
  }

  /** Whether it has every row of the table. */
  boolean everyRow() {
    return rows.equals(DSL.trueCondition());
  }

  /** Which fields may be read, as the contract tells it. */
  VisibleFields told() {
    return VisibleFields.newBuilder()
        .addAllClasses(fields.classes().stream().sorted().toList())
        .setNames(fields.names())
        .setOwnSeat(seat.isPresent())
        .build();
  }

  /** Whether any of the views has the row. */
  static Condition visible(List<View> views) {
    return views.isEmpty() ? DSL.falseCondition() : DSL.or(views.stream().map(View::rows).toList());
  }

  /** Whether no view hides a column of its rows. */
  static boolean whole(Table<?> table, List<View> views) {
    return table
        .fieldStream()
        .allMatch(column -> views.stream().allMatch(view -> view.reads(table, column)));
  }

  /**
   * The table's rows that the views have, and in each column what one of them reads there, else
   * nothing: a filter finds nothing by what its caller may not read. Users whom the roster does not
   * have are named to nobody.
   */
  static Select<?> masked(Table<?> table, Condition rows, List<View> views) {
    if (whole(table, views)) {
      var all = table.fieldStream().map(column -> named(table, column)).toList();
      return DSL.select(all).from(table).where(rows, visible(views));
    }
    var flags = new ArrayList<Field<Boolean>>();
    for (int i = 0; i < views.size(); i++) {
      flags.add(DSL.field(views.get(i).rows()).as("v" + i));
    }
    // A limit keeps it from being worked out anew for each column.
    var seen = DSL.lateral(DSL.select(flags).limit(1)).as("seen");
    var columns = table.fieldStream().map(column -> masked(table, column, views, seen)).toList();
    return DSL.select(columns).from(table).crossJoin(seen).where(rows, visible(views));
  }

  private static Field<?> masked(Table<?> table, Field<?> column, List<View> views, Table<?> seen) {
    if (views.stream().allMatch(view -> view.reads(table, column))) {
      return named(table, column);
    }
    return told(table, NamedUsers.told(table, column), column, views, seen).as(column);
  }

  private static Field<?> named(Table<?> table, Field<?> column) {
    var told = NamedUsers.told(table, column);
    return told.equals(column) ? column : told.as(column);
  }

  /** The value, which stands for the column, where one of the views reads it. */
  private static <T> Field<T> told(
      Table<?> table, Field<T> value, Field<?> column, List<View> views, Table<?> seen) {
    var told = nothing(value, column);
    for (int i = 0; i < views.size(); i++) {
      var view = views.get(i);
      if (view.seat().isPresent() && column.getName().equals("students")) {
        told = DSL.when(seen(seen, i), only(view.seat().get(), value)).otherwise(told);
      }
    }
    for (int i = 0; i < views.size(); i++) {
      if (views.get(i).reads(table, column)) {
        told = DSL.when(seen(seen, i), value).otherwise(told);
      }
    }
    return told;
  }

  private static Condition seen(Table<?> seen, int view) {
    return DSL.condition(requireNonNull(seen.field("v" + view, Boolean.class)));
  }

  private static <T> Field<T> nothing(Field<T> value, Field<?> column) {
    var type = value.getDataType();
    // Columns that are never null are lists of seats.
    return column.getDataType().nullable() ? DSL.castNull(type) : DSL.cast(DSL.inline("{}"), type);
  }

  /** The list with nobody in it but this one, who has to be in it. */
  private static <T> Field<T> only(Field<byte[]> one, Field<T> list) {
    var among = list.coerce(byte[][].class);
    return DSL.when(one.eq(DSL.any(among)), DSL.array(one))
        .otherwise(DSL.cast(DSL.inline("{}"), byte[][].class))
        .coerce(list);
  }

  /** Whether it tells the field of any row, be it one seat of a section's students. */
  boolean tells(FieldDescriptor field) {
    return fields.reads(field) || (seat.isPresent() && field.equals(STUDENTS));
  }

  /** Whether it tells the column of a row; what tells no field is told with the row. */
  boolean reads(Table<?> table, Field<?> column) {
    return ColumnFields.of(table, column).map(fields::reads).orElse(true);
  }
}
