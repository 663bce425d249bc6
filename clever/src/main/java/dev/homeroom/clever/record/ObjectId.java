package dev.homeroom.clever.record;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Any id of Clever: 24 lower-case hexadecimal digits in JSON, 12 bytes here. Ordered by digits,
 * which is the order in which Clever lists and creates records (sandbox/CLEVER.md "Formats").
 *
 * @param high the first eight bytes, big-endian
 * @param low the last four bytes, big-endian
 */
public record ObjectId(long high, int low) implements Comparable<ObjectId> {

  /** The number of bytes in an id. */
  public static final int BYTES = 12;

  private static final int DIGITS = 2 * BYTES;

  /**
   * Reads an id from its digits.
   *
   * @throws IllegalArgumentException unless {@code hex} is 24 lower-case hexadecimal digits; the
   *     message does not repeat the text
   */
  public static ObjectId of(String hex) {
    return parse(hex)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "A Clever id is 24 lower-case hexadecimal digits; these are not."));
  }

  /** Reads an id from its digits; empty unless it is 24 lower-case hexadecimal digits. */
  public static Optional<ObjectId> parse(String hex) {
    return Optional.ofNullable(read(hex.toCharArray(), 0, hex.length()));
  }

  /** Reads an id from 12 bytes, as {@link #putInto} writes them. */
  public static ObjectId from(ByteBuffer bytes) {
    return new ObjectId(bytes.getLong(), bytes.getInt());
  }

  /** Reads an id; null unless the characters are 24 lower-case hexadecimal digits. */
  public static @Nullable ObjectId read(char[] text, int offset, int length) {
    if (length != DIGITS) {
      return null;
    }
    long high = 0;
    long low = 0;
    int bad = 0;
    for (int i = 0; i < 16; i++) {
      int digit = digit(text[offset + i]);
      bad |= digit;
      high = high << 4 | digit;
    }
    for (int i = 16; i < DIGITS; i++) {
      int digit = digit(text[offset + i]);
      bad |= digit;
      low = low << 4 | digit;
    }
    return bad < 0 ? null : new ObjectId(high, (int) low);
  }

  private static int digit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }

  /** The 24 digits. */
  public String hex() {
    var format = HexFormat.of();
    return format.toHexDigits(high) + format.toHexDigits(low);
  }

  /** Writes the 12 bytes at the position of a big-endian buffer. */
  public void putInto(ByteBuffer bytes) {
    bytes.putLong(high).putInt(low);
  }

  /** The 12 bytes, in a new array. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).putLong(high).putInt(low).array();
  }

  @Override
  public int compareTo(ObjectId other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Integer.compareUnsigned(low, other.low);
  }

  @Override
  public String toString() {
    return hex();
  }
}
