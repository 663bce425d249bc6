package dev.homeroom.server.roster.record;

import static java.util.Objects.requireNonNull;

import dev.homeroom.server.record.ColumnKind;
import dev.homeroom.server.record.RosterType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Maps each field of a message, by its path in field masks, to the columns from which it is read.
 * Fields made of the id are left out, because the id is always read.
 *
 * @param byPath every other field without fields of its own
 */
record Columns(Map<String, List<String>> byPath) {
  private static final Map<RosterType, Columns> OF_TYPES =
      Arrays.stream(RosterType.values())
          .collect(Collectors.toUnmodifiableMap(type -> type, Columns::read));

  /** The columns of a type. */
  static Columns of(RosterType type) {
    return requireNonNull(OF_TYPES.get(type));
  }

  private static Columns read(RosterType type) {
    var byPath = new HashMap<String, List<String>>();
    for (var column : type.columns()) {
      if (column.kind() != ColumnKind.ROLE) {
        var columns =
            byPath.computeIfAbsent(
                column.path(), _ -> column.role().stream().collect(Collectors.toList()));
        columns.add(column.name());
      }
    }
    return new Columns(byPath);
  }

  /** The columns of the fields that the mask names, without the id. */
  Set<String> of(ReadMask mask) {
    return byPath.entrySet().stream()
        .filter(field -> mask.touches(field.getKey()))
        .flatMap(field -> field.getValue().stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
