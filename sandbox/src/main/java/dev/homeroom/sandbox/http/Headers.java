package dev.homeroom.sandbox.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request's headers; the case of their names does not matter. */
public final class Headers {
  private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  Headers() {}

  void add(String name, String value) {
    values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
  }

  /** The first value of this name. */
  public Optional<String> first(String name) {
    return Optional.ofNullable(values.get(name)).map(List::getFirst);
  }

  /**
   * Returns whether one of the comma-separated words of this header is the given one, in any case.
   */
  boolean hasWord(String name, String word) {
    return values.getOrDefault(name, List.of()).stream()
        .flatMap(value -> List.of(value.split(",", -1)).stream())
        .anyMatch(value -> value.trim().equalsIgnoreCase(word));
  }
}
