package dev.homeroom.server.roster;

import static dev.homeroom.server.db.generated.Routines.caseFolded;

import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.server.roster.record.Versions;
import dev.homeroom.server.rpc.Refusal.Violation;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Converts a filter's fields into conditions, each for a live table and its history alike. Fields
 * that are not set add no condition. Malformed fields are refused together; columns that the caller
 * may not read are refused later, in the caller's scope.
 */
final class Criteria {
  private static final int LONGEST_TEXT = 200;
  private static final char ESCAPE = '\\';

  private final String path;
  private final CleverId district;
  private final List<Function<Table<?>, Condition>> conditions = new ArrayList<>();
  private final Set<String> columns = new LinkedHashSet<>();
  private final List<Violation> violations = new ArrayList<>();

  /**
   * Begins without criteria.
   *
   * @param path the filter's field in the request
   * @param district the district of the records
   */
  Criteria(String path, CleverId district) {
    this.path = path;
    this.district = district;
  }

  /** One of the columns equals the text exactly. */
  Criteria text(String field, String value, String... columns) {
    text(field, value)
        .ifPresent(text -> any(columns, (table, column) -> text(table, column).eq(text)));
    return this;
  }

  /** The column equals the text, by Unicode's caseless matching. */
  Criteria caseless(String field, String value, String column) {
    text(field, value)
        .ifPresent(text ->
            where(table -> caseFolded(text(table, column)).eq(caseFolded(DSL.val(text))), column));
    return this;
  }

  /** One of the columns begins with the text, by Unicode's caseless matching. */
  Criteria prefix(String field, String value, String... columns) {
    text(field, value)
        .map(text -> text.replaceAll("([\\\\%_])", "\\\\$1") + "%")
        .ifPresent(pattern ->
            any(
                columns,
                (table, column) ->
                    caseFolded(text(table, column)).like(caseFolded(DSL.val(pattern)), ESCAPE)));
    return this;
  }

  /** The day lies between the days in two columns, both included; a column that is null is open. */
  Criteria day(String field, String value, String first, String last) {
    if (value.isEmpty()) {
      return this;
    }
    try {
      var day = LocalDate.parse(value);
      where(
          table -> {
            var begin = Versions.column(table, first, LocalDate.class);
            var end = Versions.column(table, last, LocalDate.class);
            return begin.isNull().or(begin.le(day)).and(end.isNull().or(end.ge(day)));
          },
          first,
          last);
    } catch (DateTimeParseException malformed) {
      refuse(field, "must be a day, YYYY-MM-DD, for example 2026-09-01");
    }
    return this;
  }

  /** The column refers to the named record. */
  Criteria reference(String field, Collection collection, String name, String column) {
    record(field, collection, name)
        .ifPresent(id ->
            where(table -> Versions.column(table, column, byte[].class).eq(id.bytes()), column));
    return this;
  }

  /** The record that a field names; empty if the field is not set or is refused. */
  Optional<CleverId> record(String field, Collection collection, String name) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    var found = collection.parse(name).filter(record -> record.district().equals(district));
    if (found.isEmpty()) {
      refuse(
          field,
          "must have the form districts/{district}/"
              + collection.word()
              + "/{id}, of the district that parent names");
    }
    return found.map(record -> record.id());
  }

  /** One of the columns equals the id, which does not name a record. */
  Criteria id(String field, String value, String... columns) {
    if (value.isEmpty()) {
      return this;
    }
    CleverId.parse(value)
        .ifPresentOrElse(
            id ->
                any(
                    columns,
                    (table, column) -> Versions.column(table, column, byte[].class).eq(id.bytes())),
            () -> refuse(field, "must be 24 hexadecimal digits in lower case"));
    return this;
  }

  /** Any other condition, with the columns that it reads. */
  Criteria where(Function<Table<?>, Condition> condition, String... asked) {
    conditions.add(condition);
    columns.addAll(List.of(asked));
    return this;
  }

  /** Notes that the field is malformed. */
  void refuse(String field, String allowed) {
    violations.add(new Violation(path + "." + field, allowed));
  }

  /** All conditions together, for the scope of a caller. */
  @FunctionalInterface
  interface All {
    /** The condition on either table; refuses columns that the caller may not read. */
    Function<Table<?>, Condition> in(Scope.InDistrict scope);
  }

  /** All conditions together; refuses malformed fields. */
  All all(RecordKind<?, ?> kind) {
    if (!violations.isEmpty()) {
      throw RequestRefusals.invalidFields(violations);
    }
    return scope -> {
      columns.forEach(column -> scope.requireReadable(kind.live().apply(scope), column));
      return table ->
          DSL.and(conditions.stream().map(condition -> condition.apply(table)).toList());
    };
  }

  /** The filter for records that meet all conditions. */
  <R extends Record> Filter<R> of(RecordKind<R, ?> kind) {
    var all = all(kind);
    return moment -> kind.versions(moment.scope(), all.in(moment.scope()));
  }

  /** The array column contains the id. */
  static Condition holds(Table<?> table, String column, CleverId id) {
    var ids = Versions.column(table, column, byte[][].class);
    return DSL.arrayOverlap(ids, DSL.val(new byte[][] {id.bytes()}, ids));
  }

  /** At least one of the conditions holds; false if there are none. */
  static Condition either(List<Condition> conditions) {
    return conditions.isEmpty() ? DSL.falseCondition() : DSL.or(conditions);
  }

  private interface OnColumn {
    Condition of(Table<?> table, String column);
  }

  private void any(String[] asked, OnColumn condition) {
    where(
        table -> either(Arrays.stream(asked).map(column -> condition.of(table, column)).toList()),
        asked);
  }

  private Optional<String> text(String field, String value) {
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (value.codePointCount(0, value.length()) > LONGEST_TEXT || value.indexOf('\0') >= 0) {
      refuse(field, "must have at most " + LONGEST_TEXT + " characters, none of them NUL");
      return Optional.empty();
    }
    return Optional.of(value);
  }

  private static Field<String> text(Table<?> table, String column) {
    return Versions.column(table, column, String.class);
  }
}
