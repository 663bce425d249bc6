package dev.homeroom.server.db;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An id of Clever: 12 bytes, written as 24 lower-case hexadecimal digits. Its order is that of
 * {@code bytea} in Postgres, and also that of the text.
 */
public final class CleverId implements Comparable<CleverId> {
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
  private static final int BYTES = 12;

  private final long head;
  private final int tail;

  private CleverId(long head, int tail) {
    this.head = head;
    this.tail = tail;
  }

  /** Parses an id; empty unless the text is exactly 24 lower-case hexadecimal digits. */
  public static Optional<CleverId> parse(String text) {
    if (text.length() != 2 * BYTES) {
      return Optional.empty();
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new CleverId(
            HexFormat.fromHexDigitsToLong(text, 0, 16), HexFormat.fromHexDigits(text, 16, 24)));
  }

  /**
   * Parses an id.
   *
   * @throws IllegalArgumentException unless the text is exactly 24 lower-case hexadecimal digits
   */
  public static CleverId of(String text) {
    return parse(text)
        .orElseThrow(
            () -> new IllegalArgumentException("not 24 lower-case hexadecimal digits: " + text));
  }

  /**
   * Reads the id of a database column.
   *
   * @throws IllegalArgumentException unless there are exactly 12 bytes
   */
  public static CleverId of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("an id has 12 bytes, not " + bytes.length);
    }
    var buffer = ByteBuffer.wrap(bytes);
    return new CleverId(buffer.getLong(), buffer.getInt());
  }

  /** Returns the id as the database keeps it: a new array of 12 bytes. */
  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(head).putInt(tail).array();
  }

  @Override
  public int compareTo(CleverId other) {
    int heads = Long.compareUnsigned(head, other.head);
    return heads != 0 ? heads : Integer.compareUnsigned(tail, other.tail);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CleverId id && id.head == head && id.tail == tail;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(head) + tail;
  }

  /** The 24 hexadecimal digits. */
  @Override
  public String toString() {
    // Written by hand for speed: answers consist mostly of the names of records.
    var text = new byte[2 * BYTES];
    for (int i = 0; i < 16; i++) {
      text[i] = DIGITS[(int) (head >>> (60 - 4 * i)) & 0xF];
    }
    for (int i = 0; i < 8; i++) {
      text[16 + i] = DIGITS[(tail >>> (28 - 4 * i)) & 0xF];
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }
}
