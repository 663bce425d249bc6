package dev.homeroom.sandbox.command;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The words given for the parameters of a command, by label. */
record Arguments(Map<String, List<String>> values) {
  /** The single word of this parameter, which must be given. */
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

  /** Splits a word at its commas; an empty text or a dash is an empty list. */
  static List<String> split(String text) {
    return text.isEmpty() || text.equals("-")
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }
}
