package dev.homeroom.sandbox.district;

import java.util.Optional;

/**
 * An id in Clever's form: 24 lowercase hex digits, the first 8 the second of creation, the rest
 * unique (sandbox/CLEVER.md 3.1). Here the rest is 5 bytes that name the district and a 3-byte
 * counter, so ids sort in order of creation and a record is found by arithmetic.
 *
 * @param seconds Unix seconds of creation
 * @param rest the other 8 bytes
 */
public record ObjectId(int seconds, long rest) implements Comparable<ObjectId> {
  /** The number of digits of an id. */
  public static final int LENGTH = 24;

  private static final int COUNTER_BITS = 24;
  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  /** The id of the record with this serial number in the district with this origin. */
  public static ObjectId of(long origin, int serial, int seconds) {
    return new ObjectId(seconds, (origin << COUNTER_BITS) | serial);
  }

  /** Reads 24 lowercase hex digits; empty for any other text. */
  public static Optional<ObjectId> parse(String text) {
    if (text.length() != LENGTH) {
      return Optional.empty();
    }
    long high = 0;
    long low = 0;
    for (var position = 0; position < LENGTH; position++) {
      var character = text.charAt(position);
      var digit =
          character <= 'f' && character != '-' && character != '+'
              ? Character.digit(character, 16)
              : -1;
      if (digit < 0 || (character >= 'A' && character <= 'F')) {
        return Optional.empty();
      }
      if (position < 8) {
        high = (high << 4) | digit;
      } else {
        low = (low << 4) | digit;
      }
    }
    return Optional.of(new ObjectId((int) high, low));
  }

  /** Writes the 24 digits. */
  public void writeTo(byte[] target, int offset) {
    long left = seconds;
    for (var position = 7; position >= 0; position--) {
      target[offset + position] = DIGITS[(int) (left & 15)];
      left >>>= 4;
    }
    left = rest;
    for (var position = LENGTH - 1; position >= 8; position--) {
      target[offset + position] = DIGITS[(int) (left & 15)];
      left >>>= 4;
    }
  }

  @Override
  public int compareTo(ObjectId other) {
    var bySecond = Integer.compareUnsigned(seconds, other.seconds);
    return bySecond != 0 ? bySecond : Long.compareUnsigned(rest, other.rest);
  }

  @Override
  public String toString() {
    var digits = new byte[LENGTH];
    writeTo(digits, 0);
    return new String(digits, java.nio.charset.StandardCharsets.US_ASCII);
  }
}
