package dev.homeroom.sandbox.command;

import dev.homeroom.sandbox.codec.KindNames;
import dev.homeroom.sandbox.codec.RecordJson;
import dev.homeroom.sandbox.command.Parameter.Form;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters for the components of a record, and the record's JSON from their words. Optional
 * components and booleans are options, all others are positional; a list that comes last takes all
 * remaining words.
 *
 * @param withKind true if the JSON names the record's kind
 */
record RecordWords(Class<?> type, boolean withKind) {

  List<Parameter> parameters() {
    return components().stream().map(this::parameter).toList();
  }

  Map<String, ?> body(Arguments arguments) {
    Map<String, Object> body = new LinkedHashMap<>();
    if (withKind) {
      body.put("kind", KindNames.ofKind(type));
    }
    for (var component : components()) {
      var label = parameter(component).label();
      var words = arguments.list(label);
      if (!words.isEmpty() || isList(component.getType())) {
        body.put(component.getName(), value(content(component), label, words));
      }
    }
    return body;
  }

  /**
   * Reads words like {@code user=6a70…}.
   *
   * @throws Failure when a word is none, or names no component
   */
  Arguments pairs(List<String> words) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (var word : words) {
      var equals = word.indexOf('=');
      var key = word.substring(0, Math.max(0, equals));
      var component =
          components().stream()
              .filter(each -> each.getName().equals(key))
              .findFirst()
              .orElseThrow(() ->
                  new Failure(
                      Failure.REFUSED,
                      "what belongs to %s is KEY=VALUE, with the keys %s; not %s"
                          .formatted(KindNames.ofKind(type), RecordJson.shape(type), word)));
      values.put(parameter(component).label(), List.of(word.substring(equals + 1)));
    }
    return new Arguments(values);
  }

  private List<RecordComponent> components() {
    return List.of(type.getRecordComponents());
  }

  private Parameter parameter(RecordComponent component) {
    var label = component.getName().toUpperCase(Locale.ROOT);
    var option = "--" + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    var means = isList(content(component)) ? "separated by commas" : wanted(component);
    if (component.getType() == boolean.class) {
      return new Parameter(option, Form.FLAG, means);
    } else if (component.getType() != Optional.class) {
      return new Parameter(label, isRest(component) ? Form.REST : Form.ONE, means);
    } else if (components().size() == 1) {
      return new Parameter(label, Form.MAYBE, means);
    }
    return new Parameter(option.equals("--profile") ? "--days" : option, Form.OPTION, means);
  }

  private boolean isRest(RecordComponent component) {
    var positional = components().stream().filter(each -> each.getType() != boolean.class);
    return isList(component.getType()) && positional.toList().getLast().equals(component);
  }

  private static String wanted(RecordComponent component) {
    var type = content(component);
    return type == String.class
        ? "a text, or an id"
        : type == boolean.class ? "true if given" : RecordJson.wanted(type);
  }

  private static Class<?> content(RecordComponent component) {
    if (component.getGenericType() instanceof ParameterizedType maybe
        && maybe.getRawType() == Optional.class) {
      var inner = maybe.getActualTypeArguments()[0];
      return (Class<?>) (inner instanceof ParameterizedType list ? list.getRawType() : inner);
    }
    return component.getType();
  }

  private static boolean isList(Class<?> type) {
    return Collection.class.isAssignableFrom(type);
  }

  private static Object value(Class<?> type, String label, List<String> words) {
    if (isList(type)) {
      return words.size() == 1 ? Arguments.split(words.getFirst()) : words;
    }
    var word = words.getFirst();
    try {
      return switch (type.getSimpleName()) {
        case "double" -> Double.parseDouble(word.replaceFirst("%$", ""));
        case "Integer", "Long" -> Long.parseLong(word);
        case "boolean" -> true;
        default -> word;
      };
    } catch (NumberFormatException e) {
      throw new Failure(
          Failure.REFUSED, "%s is %s, not %s".formatted(label, RecordJson.wanted(type), word));
    }
  }
}
