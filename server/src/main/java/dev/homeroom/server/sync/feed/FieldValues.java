package dev.homeroom.server.sync.feed;

import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.RosterField;
import dev.homeroom.server.record.RosterModel;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Lists what a record has, by the columns that keep it. Only the presence of a value counts:
 * another name is a change, no name is a removal. The kinds of a relationship belong to its
 * student.
 */
public final class FieldValues {
  private FieldValues() {}

  /** Returns all that the record has. */
  public static Set<FieldValue> of(CleverRecord record) {
    var held = new HashSet<FieldValue>();
    RosterModel.visitParts(
        record,
        (column, part) -> held.add(new FieldValue(column.name(), column.isList() ? part : null)));
    return held;
  }

  /**
   * Returns the parts that a state of the record lacks. A field that could not be read says
   * nothing, so nothing of it is lacking.
   */
  public static Set<FieldValue> lacking(Set<FieldValue> had, CleverRecord state) {
    var lacking = new HashSet<>(had);
    lacking.removeAll(of(state));
    var dropped = dropped(state);
    lacking.removeIf(value -> dropped.contains(value.column()));
    return lacking;
  }

  /** Returns the columns that a state of a record leaves unknown, at least in part. */
  private static Set<String> dropped(CleverRecord state) {
    return state.flaws().dropped().stream().map(RosterField::key).collect(Collectors.toSet());
  }
}
