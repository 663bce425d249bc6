package dev.homeroom.sandbox.command;

import dev.homeroom.sandbox.codec.KindNames;
import dev.homeroom.sandbox.district.RosterChange;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A command that changes or describes a running sandbox.
 *
 * @param name the name of the command
 * @param does a sentence for people
 * @param method the HTTP method of the request to the control API
 * @param path the path of the request
 * @param body makes the body of the request from the arguments
 */
record ControlCommand(
    String name,
    String does,
    List<Parameter> parameters,
    String method,
    String path,
    Function<Arguments, Map<String, ?>> body) {

  /** Returns a verb whose request has a body from this function. */
  static ControlCommand post(
      String name,
      String does,
      String path,
      Function<Arguments, Map<String, ?>> body,
      Parameter... parameters) {
    return new ControlCommand(name, does, List.of(parameters), "POST", path, body);
  }

  /** Returns a verb whose request has no body. */
  static ControlCommand plain(String name, String does) {
    return post(name, does, name, _ -> Map.of());
  }

  /** Returns a verb for one change of the roster; its parameters are the change's components. */
  static ControlCommand change(String name, Class<? extends RosterChange> kind, String does) {
    var components = kind.getRecordComponents();
    List<Parameter> parameters = new ArrayList<>();
    for (var index = 0; index < components.length; index++) {
      parameters.add(parameter(components[index], index == components.length - 1));
    }
    return new ControlCommand(
        name,
        does,
        List.copyOf(parameters),
        "POST",
        "changes",
        arguments -> changes(body(kind, components, arguments)));
  }

  /** Returns whether the answer is printed on one screen because its JSON would be long. */
  boolean hasScreen() {
    return path.equals("random") || path.equals("drift");
  }

  static Map<String, ?> changes(Map<String, ?> change) {
    return Map.of("changes", List.of(change));
  }

  private static Parameter parameter(RecordComponent component, boolean isLast) {
    var isList = component.getType() == List.class;
    if (isList && isLast) {
      return Parameter.rest(label(component), "ids");
    }
    return Parameter.one(
        label(component), isList ? "ids, separated by commas; - for none" : means(component));
  }

  private static String means(RecordComponent component) {
    return switch (component.getName()) {
      case "user",
          "other",
          "student",
          "teacher",
          "section",
          "from",
          "to",
          "like",
          "school",
          "course",
          "term",
          "id" ->
          "id";
      case "grade" -> "in Clever's words: PreKindergarten, Kindergarten, 1 to 12";
      case "email" -> "address";
      case "percent" -> "0 to 100";
      case "type" -> "schools, terms, courses, sections or users";
      case "role" -> "in Clever's words";
      case "whose" -> "a role, or section";
      case "field" -> "in Clever's words";
      case "level" -> "elementary, middle, high or all";
      default -> "text";
    };
  }

  private static String label(RecordComponent component) {
    return component.getName().toUpperCase(Locale.ROOT);
  }

  private static Map<String, ?> body(
      Class<?> kind, RecordComponent[] components, Arguments arguments) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("kind", KindNames.ofKind(kind));
    Arrays.stream(components)
        .forEach(component -> body.put(component.getName(), value(component, arguments)));
    return body;
  }

  private static Object value(RecordComponent component, Arguments arguments) {
    var label = label(component);
    if (component.getType() == List.class) {
      var given = arguments.list(label);
      return given.size() == 1 ? Arguments.split(given.getFirst()) : given;
    }
    return component.getType() == double.class
        ? number(label, arguments.text(label))
        : arguments.text(label);
  }

  static double number(String label, String text) {
    try {
      return Double.parseDouble(text.replaceFirst("%$", ""));
    } catch (NumberFormatException e) {
      throw new Failure(Failure.REFUSED, "%s is a number, not %s".formatted(label, text));
    }
  }

  static long whole(String label, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new Failure(Failure.REFUSED, "%s is a whole number, not %s".formatted(label, text));
    }
  }
}
