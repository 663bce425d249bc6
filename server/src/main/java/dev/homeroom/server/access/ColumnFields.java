package dev.homeroom.server.access;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.homeroom.server.record.RosterType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.Field;
import org.jooq.Table;

/**
 * Maps each column of the roster to the contract's field that shows it, so that the field's privacy
 * class applies to the column.
 */
final class ColumnFields {
  /** Columns that every answer needs; none of them is a field. */
  private static final Set<String> BOOKKEEPING =
      Set.of(
          "district",
          "id",
          "content_hash",
          "mapping_version",
          "revision",
          "until_revision",
          "ended",
          "absent_users");

  private static final Map<RosterType, Map<String, Optional<FieldDescriptor>>> FIELDS =
      Arrays.stream(RosterType.values())
          .collect(
              Collectors.toUnmodifiableMap(
                  type -> type,
                  type ->
                      type.columnNames().stream()
                          .collect(Collectors.toUnmodifiableMap(name -> name, type::shownBy))));

  private ColumnFields() {}

  /**
   * The field that shows a column; empty for a column that no field shows.
   *
   * @throws IllegalStateException for a column without a mapping
   */
  static Optional<FieldDescriptor> of(Table<?> table, Field<?> column) {
    var name = column.getName();
    if (BOOKKEEPING.contains(name)) {
      return Optional.empty();
    }
    return RosterType.of(table)
        .map(type -> requireNonNull(FIELDS.get(type)).get(name))
        .orElseThrow(() ->
            new IllegalStateException(
                "no field of the contract shows column " + name + " of " + table.getName()));
  }

  /** The messages of the record types. */
  static List<Descriptor> records() {
    return Arrays.stream(RosterType.values()).map(RosterType::message).toList();
  }
}
