package dev.homeroom.clever;

import java.util.EnumSet;
import java.util.Set;

/**
 * The mirrored fields of a record that were not taken as Clever sent them. Of a field that is named
 * here the record holds nothing, or of a list only what could be read: that is no proof that Clever
 * has nothing there.
 *
 * @param unreadable fields of another form: another JSON type, an impossible date, an ill-formed
 *     id, text that is no Unicode
 * @param outOfBounds fields of the right form whose value is longer, later or more than {@link
 *     RosterField.Form} allows
 * @param nulDropped fields of which a text lost its NUL characters, and holds the rest
 */
public record Flaws(
    Set<RosterField> unreadable, Set<RosterField> outOfBounds, Set<RosterField> nulDropped) {

  /** All fields were taken. */
  public static final Flaws NONE = new Flaws(Set.of(), Set.of(), Set.of());

  public Flaws {
    unreadable = Set.copyOf(unreadable);
    outOfBounds = Set.copyOf(outOfBounds);
    nulDropped = Set.copyOf(nulDropped);
  }

  /** The fields of which the record says nothing, or not all. */
  public Set<RosterField> untold() {
    if (unreadable.isEmpty() && outOfBounds.isEmpty()) {
      return Set.of();
    }
    var untold = EnumSet.noneOf(RosterField.class);
    untold.addAll(unreadable);
    untold.addAll(outOfBounds);
    return untold;
  }

  /** Whether all fields were taken as they were. */
  public boolean isEmpty() {
    return unreadable.isEmpty() && outOfBounds.isEmpty() && nulDropped.isEmpty();
  }
}
