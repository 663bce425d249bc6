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
 * Some rows of a table, and the fields of them that a caller may read.
 *
 * @param through the role and rule that open the rows
 * @param rows the condition on the rows
 * @param fields the readable fields
 * @param onlyStudent the one student whom the view still shows of a section's students if the
 *     fields do not include them
 */
record RecordView(
    AccessPath through,
    Condition rows,
    ReadableFields fields,
    Optional<Field<byte[]>> onlyStudent) {
  private static final FieldDescriptor STUDENTS =
      Section.getDescriptor().findFieldByNumber(Section.STUDENTS_FIELD_NUMBER);

  RecordView(AccessPath through, Condition rows, ReadableFields fields) {
    this(through, rows, fields, Optional.empty());
  }

  /**
   * The same view, except that it shows only one of the students in a section, who has to be in it.
   */
  RecordView showingOnly(Field<byte[]> student) {
    return new RecordView(through, rows, fields, Optional.of(student));
  }

  /**
   * The part of this view that the view of an app opens too.
   *
   * @return empty if the rows depend on fields that the app may not read
   */
  Optional<RecordView> within(RecordView app) {
    if (!through.goesBy().stream().allMatch(app.fields::reads)) {
      return Optional.empty();
    }
    return Optional.of(
        new RecordView(
            through,
            app.everyRow() ? rows : rows.and(app.rows),
            fields.and(app.fields),
            onlyStudent.filter(_ -> app.fields.reads(STUDENTS))));
  }

  /** The caller's own record, all of it. */
  static RecordView own(Condition row) {
    return new RecordView(AccessPath.OWN_RECORD, row, ReadableFields.EVERYTHING);
  }

  /** Returns whether the rows are the caller's own record. */
  boolean own() {
    return through.rule() == AccessRule.ACCESS_RULE_OWN_RECORD;
  }

  /** Returns whether the view has every row of the table. */
  boolean everyRow() {
    return rows.equals(DSL.trueCondition());
  }

  /** The readable fields in the form of the contract. */
  VisibleFields visibleFields() {
    return VisibleFields.newBuilder()
        .addAllClasses(fields.classes().stream().sorted().toList())
        .setNames(fields.names())
        .setOwnSeat(onlyStudent.isPresent())
        .build();
  }

  /** Matches rows that any of the views has. */
  static Condition visible(List<RecordView> views) {
    return views.isEmpty()
        ? DSL.falseCondition()
        : DSL.or(views.stream().map(RecordView::rows).toList());
  }

  /** Returns whether no view hides a column of its rows. */
  static boolean whole(Table<?> table, List<RecordView> views) {
    return table
        .fieldStream()
        .allMatch(column -> views.stream().allMatch(view -> view.reads(table, column)));
  }

  /**
   * Selects the rows of the table that the views have. A column is null unless one of the row's
   * views reads it, so that a filter finds nothing by a value that its caller may not read. Users
   * whom the roster does not have are hidden from everybody.
   */
  static Select<?> masked(Table<?> table, Condition rows, List<RecordView> views) {
    if (whole(table, views)) {
      var all = table.fieldStream().map(column -> named(table, column)).toList();
      return DSL.select(all).from(table).where(rows, visible(views));
    }
    var flags = new ArrayList<Field<Boolean>>();
    for (int i = 0; i < views.size(); i++) {
      flags.add(DSL.field(views.get(i).rows()).as("v" + i));
    }
    // The limit keeps Postgres from evaluating the flags again for each column.
    var seen = DSL.lateral(DSL.select(flags).limit(1)).as("seen");
    var columns = table.fieldStream().map(column -> masked(table, column, views, seen)).toList();
    return DSL.select(columns).from(table).crossJoin(seen).where(rows, visible(views));
  }

  private static Field<?> masked(
      Table<?> table, Field<?> column, List<RecordView> views, Table<?> seen) {
    if (views.stream().allMatch(view -> view.reads(table, column))) {
      return named(table, column);
    }
    return readable(table, NamedUsers.present(table, column), column, views, seen).as(column);
  }

  private static Field<?> named(Table<?> table, Field<?> column) {
    var present = NamedUsers.present(table, column);
    return present.equals(column) ? column : present.as(column);
  }

  /** The value, which stands for the column, if one of the views reads it. */
  private static <T> Field<T> readable(
      Table<?> table, Field<T> value, Field<?> column, List<RecordView> views, Table<?> seen) {
    var readable = nothing(value, column);
    for (int i = 0; i < views.size(); i++) {
      var view = views.get(i);
      if (view.onlyStudent().isPresent() && column.getName().equals("students")) {
        readable =
            DSL.when(seen(seen, i), only(view.onlyStudent().get(), value)).otherwise(readable);
      }
    }
    for (int i = 0; i < views.size(); i++) {
      if (views.get(i).reads(table, column)) {
        readable = DSL.when(seen(seen, i), value).otherwise(readable);
      }
    }
    return readable;
  }

  private static Condition seen(Table<?> seen, int view) {
    return DSL.condition(requireNonNull(seen.field("v" + view, Boolean.class)));
  }

  private static <T> Field<T> nothing(Field<T> value, Field<?> column) {
    var type = value.getDataType();
    // Columns that are never null are lists of enrollments.
    return column.getDataType().nullable() ? DSL.castNull(type) : DSL.cast(DSL.inline("{}"), type);
  }

  /** The list reduced to this one person, who has to be in it. */
  private static <T> Field<T> only(Field<byte[]> one, Field<T> list) {
    var among = list.coerce(byte[][].class);
    return DSL.when(one.eq(DSL.any(among)), DSL.array(one))
        .otherwise(DSL.cast(DSL.inline("{}"), byte[][].class))
        .coerce(list);
  }

  /**
   * Returns whether the view shows the field of any row, even if only one of a section's students.
   */
  boolean shows(FieldDescriptor field) {
    return fields.reads(field) || (onlyStudent.isPresent() && field.equals(STUDENTS));
  }

  /** Returns whether the view shows the column; a column without a field is shown with the row. */
  boolean reads(Table<?> table, Field<?> column) {
    return ColumnFields.of(table, column).map(fields::reads).orElse(true);
  }
}
