package dev.homeroom.sandbox.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Splits a JSON object that this package wrote (compact, valid) into its top-level keys and their
 * values as bytes. A plain scan: an event's differences are found by comparing these values.
 */
public final class TopLevel {
  private final byte[] object;

  private TopLevel(byte[] object) {
    this.object = object;
  }

  /** The keys in their order, with their values as JSON. */
  public static Map<String, byte[]> of(byte[] object) {
    return new TopLevel(object).split();
  }

  private Map<String, byte[]> split() {
    Map<String, byte[]> values = new LinkedHashMap<>();
    var position = 1;
    while (position < object.length && object[position] == '"') {
      var keyEnd = endOfString(position);
      var key = new String(object, position + 1, keyEnd - position - 2, StandardCharsets.UTF_8);
      var valueEnd = endOfValue(keyEnd + 1);
      values.put(key, Arrays.copyOfRange(object, keyEnd + 1, valueEnd));
      position = valueEnd + 1;
    }
    return values;
  }

  /** The position after the value that begins here. */
  private int endOfValue(int start) {
    var depth = 0;
    var position = start;
    while (true) {
      switch (object[position]) {
        case '"' -> position = endOfString(position) - 1;
        case '{', '[' -> depth++;
        case '}', ']' -> {
          if (depth == 0) {
            return position;
          }
          depth--;
        }
        case ',' -> {
          if (depth == 0) {
            return position;
          }
        }
        default -> {
          // a part of a number or a word
        }
      }
      position++;
    }
  }

  /** The position after the closing quote of the string that begins here. */
  private int endOfString(int start) {
    var position = start + 1;
    while (object[position] != '"') {
      position += object[position] == '\\' ? 2 : 1;
    }
    return position + 1;
  }
}
