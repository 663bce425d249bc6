package dev.homeroom.sandbox.command;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was given for the parameters of a command. */
record Arguments(Map<String, List<String>> values) {
  /** The one word for this parameter, which must be there. */
  String text(String label) {
    return maybe(label).orElseThrow();
  }

  Optional<String> maybe(String label) {
    return list(label).stream().findFirst();
  }

  List<String> list(String label) {
    return values.getOrDefault(label, List.of());
  }

  boolean has(String label) {
    return !list(label).isEmpty();
  }

  /** The words of one that are separated by commas; none for an empty text or a dash. */
  static List<String> split(String text) {
    return text.isEmpty() || text.equals("-")
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }
}
