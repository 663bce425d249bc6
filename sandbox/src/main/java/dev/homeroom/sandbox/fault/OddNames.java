package dev.homeroom.sandbox.fault;

import dev.homeroom.sandbox.district.SeededChoices;
import dev.homeroom.sandbox.http.Answer;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Puts unusual names into answers with users: names that have caused failures in real systems. */
final class OddNames {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final int ONE_IN = 4;
  private static final int LONG = 1_000;

  private static final String[] NAMES = {
    "Nul\u0000l", // NUL, which Postgres does not take
    "High\uD83D", // the first half of a surrogate pair
    "\uDE00Low", // the second half
    "\u202E\u05DE\u05E8\u05D9\u05DD\u200F", // right to left, with marks
    "Ame\u0301lie Z\u0351\u036B\u0343a\u0300\u0301\u0302l\u0323go", // accents as separate
    // characters
    "\uD842\uDFB7\u91CE \uD83D\uDC69\u200D\uD83D\uDC67", // four-byte letters, joined emoji
    "\u00A0\u200B\uFEFF", // invisible characters
    "Tab\tLine\nNext\u2028Quote\"Back\\slash",
    "L\u00F6ng".repeat(LONG / 4)
  };

  private OddNames() {}

  /** Returns the answer with such a name, first and last, for one user in four. */
  static Answer into(Answer answer) {
    var document = MAPPER.readTree(CorruptBody.text(answer));
    var data = document.path("data");
    if (data.isArray()) {
      data.forEach(item -> rename(item.path("data")));
    } else {
      rename(data);
    }
    return CorruptBody.withText(answer, escapingHalves(MAPPER.writeValueAsString(document)));
  }

  private static void rename(JsonNode user) {
    var luck = SeededChoices.hash(0x0DD, text(user.path("id")).hashCode());
    if (SeededChoices.bounded(luck, ONE_IN) == 0 && user.path("name") instanceof ObjectNode name) {
      var odd = NAMES[SeededChoices.bounded(SeededChoices.hash(luck, 1), NAMES.length)];
      if (name.has("first")) {
        name.put("first", odd);
      }
      name.put("last", odd);
    }
  }

  private static String text(JsonNode node) {
    return node.isString() ? node.stringValue() : "";
  }

  /** Escapes half surrogate pairs, which cannot be encoded; they occur only inside strings. */
  private static String escapingHalves(String json) {
    var encoder = StandardCharsets.UTF_16.newEncoder();
    if (encoder.canEncode(json)) {
      return json;
    }
    var escaped = new StringBuilder(json.length() + 64);
    for (var index = 0; index < json.length(); index++) {
      var unit = json.charAt(index);
      var isPair =
          Character.isHighSurrogate(unit)
              && index + 1 < json.length()
              && Character.isLowSurrogate(json.charAt(index + 1));
      if (isPair) {
        escaped.append(unit).append(json.charAt(++index));
      } else if (Character.isSurrogate(unit)) {
        escaped.append("\\u%04x".formatted((int) unit));
      } else {
        escaped.append(unit);
      }
    }
    return escaped.toString();
  }
}
