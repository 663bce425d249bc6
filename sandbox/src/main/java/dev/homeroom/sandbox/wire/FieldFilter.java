package dev.homeroom.sandbox.wire;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Copies a record without some of its fields, which are named by their paths through objects. */
final class FieldFilter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private FieldFilter() {}

  /** Writes the record without the hidden fields, for example {@code roles.student.dob}. */
  static void copy(byte[] record, Set<String> hidden, Json target) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), record)) {
      Deque<String> path = new ArrayDeque<>();
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME && skips(parser, path, hidden)) {
          parser.nextToken();
          parser.skipChildren();
          continue;
        }
        target.copy(parser);
        if (token == JsonToken.START_OBJECT) {
          path.addLast(nameOf(parser));
        } else if (token == JsonToken.END_OBJECT) {
          path.removeLast();
        }
      }
    }
  }

  private static boolean skips(JsonParser parser, Deque<String> path, Set<String> hidden) {
    var parents = String.join(".", path.stream().filter(part -> !part.isEmpty()).toList());
    var name = parser.currentName();
    return hidden.contains(parents.isEmpty() ? name : parents + "." + name);
  }

  /** The key of an object; empty for the outermost one and for elements of arrays. */
  private static String nameOf(JsonParser parser) {
    var name = parser.streamReadContext().getParent().currentName();
    return name == null ? "" : name;
  }
}
