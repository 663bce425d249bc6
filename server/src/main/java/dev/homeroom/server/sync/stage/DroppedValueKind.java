package dev.homeroom.server.sync.stage;

import dev.homeroom.clever.record.Flaws;
import dev.homeroom.clever.record.RosterField;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.v1.FindingKind;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The reasons why a value of a record was not taken as Clever sent it; each is a finding. */
public enum DroppedValueKind {
  /** The text contained the character NUL, which was removed from it. */
  NUL_DROPPED,
  /** The value had a form that Clever does not document. */
  VALUE_DROPPED,
  /** The value was beyond the bounds of its field. */
  VALUE_OUT_OF_BOUNDS;

  /** Returns the findings of all kinds. */
  public static List<FindingKind> findings() {
    return Stream.of(values()).map(DroppedValueKind::finding).toList();
  }

  /** Returns the finding in the contract. */
  public FindingKind finding() {
    return EnumWords.require(FindingKind.class, name());
  }

  /** Returns the fields of a record that were not taken for this reason. */
  public Set<RosterField> fields(Flaws flaws) {
    return switch (this) {
      case NUL_DROPPED -> flaws.nulDropped();
      case VALUE_DROPPED -> flaws.unreadable();
      case VALUE_OUT_OF_BOUNDS -> flaws.outOfBounds();
    };
  }
}
