package dev.homeroom.clever.record;

import java.util.EnumSet;
import java.util.Set;

/**
 * The mirrored fields of a record that were not taken as Clever sent them. A field that is
 * unreadable or out of bounds has no value in the record, or is a list of only the readable
 * members: that is no proof that Clever has nothing there.
 *
 * @param unreadable fields in another form: another JSON type, an impossible date, an ill-formed
 *     id, text that is not Unicode
 * @param outOfBounds fields in the right form whose value is longer, later or more than {@link
 *     RosterField.Form} allows
 * @param nulDropped fields with a text that lost its NUL characters and has the rest
 */
public record Flaws(
    Set<RosterField> unreadable, Set<RosterField> outOfBounds, Set<RosterField> nulDropped) {

  /** No flaws: all fields were taken. */
  public static final Flaws NONE = new Flaws(Set.of(), Set.of(), Set.of());

  public Flaws {
    unreadable = Set.copyOf(unreadable);
    outOfBounds = Set.copyOf(outOfBounds);
    nulDropped = Set.copyOf(nulDropped);
  }

  /** The fields whose value the record does not have, or not completely. */
  public Set<RosterField> dropped() {
    if (unreadable.isEmpty() && outOfBounds.isEmpty()) {
      return Set.of();
    }
    var dropped = EnumSet.noneOf(RosterField.class);
    dropped.addAll(unreadable);
    dropped.addAll(outOfBounds);
    return dropped;
  }

  /** Returns whether all fields were taken as they were. */
  public boolean isEmpty() {
    return unreadable.isEmpty() && outOfBounds.isEmpty() && nulDropped.isEmpty();
  }
}
