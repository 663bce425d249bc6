package dev.homeroom.clever.record;

import java.util.Set;

/**
 * The number of records of an answer that differed from Clever's documented form, by the way in
 * which they were handled. A record can count in more than one way; {@link Flaws} names the fields.
 *
 * @param quarantined elements that were set aside: not an object, or without a well-formed id
 * @param unreadable records with a field in another form
 * @param outOfBounds records with a field beyond its bounds
 * @param nulDropped records with a text that lost its NUL characters
 */
public record Anomalies(int quarantined, int unreadable, int outOfBounds, int nulDropped) {

  /** No anomalies. */
  public static final Anomalies NONE = new Anomalies(0, 0, 0, 0);

  /** The anomalies of one record. */
  public static Anomalies of(Flaws flaws) {
    return flaws.isEmpty()
        ? NONE
        : new Anomalies(
            0, one(flaws.unreadable()), one(flaws.outOfBounds()), one(flaws.nulDropped()));
  }

  private static int one(Set<RosterField> fields) {
    return fields.isEmpty() ? 0 : 1;
  }

  /** Returns the sum of both. */
  public Anomalies plus(Anomalies other) {
    return new Anomalies(
        quarantined + other.quarantined,
        unreadable + other.unreadable,
        outOfBounds + other.outOfBounds,
        nulDropped + other.nulDropped);
  }
}
