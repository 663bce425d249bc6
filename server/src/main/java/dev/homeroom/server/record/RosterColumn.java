package dev.homeroom.server.record;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.clever.record.RosterField;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A column of a type's tables.
 *
 * @param name the column's name in the live, history and staging tables
 * @param source Clever's field from which it is read
 * @param kind the kind of its values
 * @param path the contract's field that shows it, as field masks name it; empty for a role, which
 *     is shown with the user
 * @param parts reads from Clever's record what the record has in the column: a list's members, or
 *     the one value; a column that only describes another one's members has none
 * @param writer writes the column's value of a record
 */
public record RosterColumn<R extends CleverRecord>(
    String name,
    RosterField source,
    ColumnKind kind,
    String path,
    Function<R, List<?>> parts,
    BiConsumer<R, RowWriter> writer) {

  /** Text. */
  static <R extends CleverRecord> RosterColumn<R> text(
      RosterField source, String path, Function<R, @Nullable String> value) {
    return single(
        source, ColumnKind.TEXT, path, value, (record, row) -> row.text(value.apply(record)));
  }

  /** Text that is never null in the row. */
  static <R extends CleverRecord> RosterColumn<R> required(
      RosterField source, String path, Function<R, @Nullable String> value) {
    return single(
        source,
        ColumnKind.REQUIRED_TEXT,
        path,
        value,
        (record, row) -> row.text(Objects.requireNonNullElse(value.apply(record), "")));
  }

  /** A day. */
  static <R extends CleverRecord> RosterColumn<R> date(
      RosterField source, String path, Function<R, @Nullable LocalDate> value) {
    return single(
        source, ColumnKind.DATE, path, value, (record, row) -> row.date(value.apply(record)));
  }

  /** An id. */
  static <R extends CleverRecord> RosterColumn<R> id(
      RosterField source, String path, Function<R, @Nullable ObjectId> value) {
    return single(source, ColumnKind.ID, path, value, (record, row) -> row.id(value.apply(record)));
  }

  /** A role. */
  static <R extends CleverRecord> RosterColumn<R> role(RosterField source, Predicate<R> has) {
    return new RosterColumn<>(
        source.key(),
        source,
        ColumnKind.ROLE,
        "",
        record -> has.test(record) ? List.of(true) : List.of(),
        (record, row) -> row.flag(has.test(record)));
  }

  /** A set of ids; null in the row if there is no list, which is so without the role. */
  static <R extends CleverRecord> RosterColumn<R> members(
      RosterField source, String path, Function<R, @Nullable List<ObjectId>> list) {
    return list(source, ColumnKind.MEMBERS, path, list, RowWriter::idSet);
  }

  /** A set of texts; null in the row if there is no list. */
  static <R extends CleverRecord> RosterColumn<R> texts(
      RosterField source, String path, Function<R, @Nullable List<String>> list) {
    return list(
        source,
        ColumnKind.TEXTS,
        path,
        list,
        (row, texts) -> row.texts(texts.stream().sorted().distinct().toList()));
  }

  /** Ids in the order of the record. */
  static <R extends CleverRecord> RosterColumn<R> related(
      RosterField source, String path, Function<R, @Nullable List<ObjectId>> list) {
    return list(source, ColumnKind.RELATED, path, list, RowWriter::ids);
  }

  /** Texts that belong to the members of another column, in its order. */
  static <R extends CleverRecord> RosterColumn<R> relatedTexts(
      String name,
      RosterField source,
      String path,
      Function<R, @Nullable List<@Nullable String>> list) {
    return new RosterColumn<>(
        name,
        source,
        ColumnKind.RELATED_TEXTS,
        path,
        _ -> List.of(),
        (record, row) -> {
          var texts = list.apply(record);
          if (texts == null) {
            row.nothing();
          } else {
            row.texts(texts);
          }
        });
  }

  private static <R extends CleverRecord> RosterColumn<R> single(
      RosterField source,
      ColumnKind kind,
      String path,
      Function<R, ? extends @Nullable Object> value,
      BiConsumer<R, RowWriter> writer) {
    return new RosterColumn<>(
        source.key(),
        source,
        kind,
        path,
        record -> Optional.<Object>ofNullable(value.apply(record)).map(List::of).orElse(List.of()),
        writer);
  }

  private static <R extends CleverRecord, T> RosterColumn<R> list(
      RosterField source,
      ColumnKind kind,
      String path,
      Function<R, @Nullable List<T>> list,
      BiConsumer<RowWriter, List<T>> writer) {
    return new RosterColumn<>(
        source.key(),
        source,
        kind,
        path,
        record -> Objects.requireNonNullElse(list.apply(record), List.of()),
        (record, row) -> {
          var values = list.apply(record);
          if (values == null) {
            row.nothing();
          } else {
            writer.accept(row, values);
          }
        });
  }

  /** Returns whether several values can be in the column. */
  public boolean isList() {
    return switch (kind) {
      case MEMBERS, TEXTS, RELATED, RELATED_TEXTS -> true;
      case TEXT, REQUIRED_TEXT, DATE, ID, ROLE -> false;
    };
  }

  /** The role that the column belongs to, or is; empty if it belongs to the record itself. */
  public Optional<String> role() {
    var steps = source.path().split("\\.", -1);
    return steps[0].equals("roles") ? Optional.of(steps[1]) : Optional.empty();
  }

  /** The contract's field that shows the column; empty for a role. */
  Optional<FieldDescriptor> shownBy(Descriptor message) {
    FieldDescriptor found = null;
    var within = message;
    for (var step : path.split("\\.", -1)) {
      found = path.isEmpty() ? null : within.findFieldByName(step);
      if (found == null) {
        break;
      }
      if (found.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !found.isRepeated()) {
        within = found.getMessageType();
      }
    }
    return Optional.ofNullable(found);
  }
}
