package dev.homeroom.sandbox.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Shows an answer about changes on one screen: the steps by kind, the records by type. */
final class ChangeScreen {
  private static final int MOST_STEPS = 30;

  private ChangeScreen() {}

  /** The lines of the screen. */
  static List<String> of(JsonNode answer) {
    List<String> lines = new ArrayList<>();
    var number = 0;
    for (var step : answer.path("steps")) {
      number++;
      if (number <= MOST_STEPS) {
        lines.add("%2d. %s".formatted(number, step(step)));
      }
    }
    if (number > MOST_STEPS) {
      lines.add("    and %,d steps more".formatted(number - MOST_STEPS));
    }
    for (var kind : List.of("created", "updated", "removed")) {
      if (!answer.path(kind).isEmpty()) {
        lines.add("%-8s %s".formatted(kind, counts(answer.path(kind))));
      }
    }
    if (answer.path("created").isEmpty()
        && answer.path("updated").isEmpty()
        && answer.path("removed").isEmpty()) {
      lines.add("no record changed");
    }
    lines.add("--json shows all of it, with ids");
    return lines;
  }

  /**
   * Returns the changes of a step as {@code 3 enrol-student, 1 end-section}, or the kind of any
   * other step.
   */
  private static String step(JsonNode step) {
    var kind = step.path("kind").asString();
    if (!kind.equals("changes")) {
      return kind;
    }
    Map<String, Integer> kinds = new TreeMap<>();
    step.path("changes")
        .forEach(change -> kinds.merge(change.path("kind").asString(), 1, Integer::sum));
    return kinds.isEmpty()
        ? "nothing"
        : kinds.entrySet().stream()
            .map(each -> each.getValue() + " " + each.getKey())
            .collect(Collectors.joining(", "));
  }

  private static String counts(JsonNode byType) {
    return byType.properties().stream()
        .map(each -> "%,d %s".formatted(each.getValue().path("count").asLong(), each.getKey()))
        .collect(Collectors.joining(", "));
  }
}
