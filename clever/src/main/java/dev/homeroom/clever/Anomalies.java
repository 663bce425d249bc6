package dev.homeroom.clever;

/**
 * How many records of an answer were not of Clever's documented form, by what was done about it. A
 * record can count in more than one way.
 *
 * @param quarantined elements set aside: not an object, or without a well-formed id
 * @param valueDropped records of which a malformed value (another JSON type, an impossible date, an
 *     ill-formed id in a list) was read as missing
 * @param nulDropped records of which a text lost its NUL characters
 */
public record Anomalies(int quarantined, int valueDropped, int nulDropped) {

  /** Nothing found. */
  public static final Anomalies NONE = new Anomalies(0, 0, 0);

  /** Both together. */
  public Anomalies plus(Anomalies other) {
    return new Anomalies(
        quarantined + other.quarantined,
        valueDropped + other.valueDropped,
        nulDropped + other.nulDropped);
  }
}
