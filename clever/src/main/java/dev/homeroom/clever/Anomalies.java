package dev.homeroom.clever;

import java.util.Set;

/**
 * How many records of an answer were not of Clever's documented form, by what was done about it. A
 * record can count in more than one way; {@link Flaws} names the fields.
 *
 * @param quarantined elements set aside: not an object, or without a well-formed id
 * @param unreadable records with a field of another form
 * @param outOfBounds records with a field beyond its bounds
 * @param nulDropped records of which a text lost its NUL characters
 */
public record Anomalies(int quarantined, int unreadable, int outOfBounds, int nulDropped) {

  /** Nothing found. */
  public static final Anomalies NONE = new Anomalies(0, 0, 0, 0);

  /** Those of a record that was read. */
  static Anomalies of(Flaws flaws) {
    return flaws.isEmpty()
        ? NONE
        : new Anomalies(
            0, one(flaws.unreadable()), one(flaws.outOfBounds()), one(flaws.nulDropped()));
  }

  private static int one(Set<RosterField> fields) {
    return fields.isEmpty() ? 0 : 1;
  }

  /** Both together. */
  public Anomalies plus(Anomalies other) {
    return new Anomalies(
        quarantined + other.quarantined,
        unreadable + other.unreadable,
        outOfBounds + other.outOfBounds,
        nulDropped + other.nulDropped);
  }
}
