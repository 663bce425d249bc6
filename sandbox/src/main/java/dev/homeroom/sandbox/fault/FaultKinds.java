package dev.homeroom.sandbox.fault;

import dev.homeroom.sandbox.codec.KindNames;
import dev.homeroom.sandbox.codec.RecordJson;
import dev.homeroom.sandbox.district.RecordType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * All kinds of faults in JSON: {@code {"kind":"status","status":503,"times":2}}. Every kind takes
 * {@code path}, {@code type}, {@code after} and {@code times} ({@link FaultTarget}). Without {@code
 * times} a fault stays until it is cleared, but changes of the district or its token happen once.
 */
public final class FaultKinds {
  private static final Map<String, Class<? extends Fault>> KINDS = KindNames.kinds(Fault.class);
  private static final List<String> TARGET = List.of("path", "type", "after", "times");
  private static final String WHERE = "where";
  private static final String KIND = "kind";

  private FaultKinds() {}

  /** The words of all kinds. */
  public static List<String> words() {
    return List.copyOf(KINDS.keySet());
  }

  /** The word of a kind. */
  public static String word(Class<? extends Fault> type) {
    return KindNames.ofKind(type);
  }

  /**
   * Returns the kind with this word.
   *
   * @throws IllegalArgumentException when there is none; the message lists all kinds
   */
  public static Class<? extends Fault> ofWord(String word) {
    return Optional.<Class<? extends Fault>>ofNullable(KINDS.get(word))
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s is no kind of fault; there are %s"
                    .formatted(word, String.join(", ", words()))));
  }

  /**
   * Reads the fault that a JSON object describes.
   *
   * @throws IllegalArgumentException with a sentence that lists the allowed values
   */
  public static Fault read(JsonNode description) {
    if (!(description instanceof ObjectNode object) || !description.path(KIND).isString()) {
      throw new IllegalArgumentException(
          "a fault is an object with a kind, one of " + String.join(", ", words()));
    }
    return new Reading(object.deepCopy(), description.path(KIND).stringValue()).fault();
  }

  /** Writes a fault as a JSON object that {@link #read} can read. */
  public static Map<String, JsonNode> write(Fault fault) {
    var written = (ObjectNode) RecordJson.write(fault);
    written.setAll((ObjectNode) written.remove(WHERE));
    Map<String, JsonNode> json = new LinkedHashMap<>();
    written.properties().stream()
        .filter(each -> !each.getValue().isNull() && !isUsual(each.getKey(), fault.where()))
        .forEach(each -> json.put(each.getKey(), each.getValue()));
    return json;
  }

  private static boolean isUsual(String key, FaultTarget where) {
    return (key.equals("after") && where.after() == 0)
        || (key.equals("times") && where.times() == FaultTarget.UNTIL_CLEARED);
  }

  /** Reads one fault; the keys of its target are put into an object of their own. */
  private record Reading(ObjectNode json, String kind) {
    Fault fault() {
      var type = ofWord(kind);
      var own = Arrays.stream(type.getRecordComponents()).filter(each -> !isWhere(each)).toList();
      var keys = Stream.concat(own.stream().map(Reading::key), TARGET.stream()).toList();
      for (var name : json.propertyNames()) {
        if (!name.equals(KIND) && !keys.contains(name)) {
          throw new IllegalArgumentException(
              "a fault of kind %s has no %s; it takes %s"
                  .formatted(kind, name, String.join(", ", keys)));
        }
      }
      own.forEach(this::check);
      var isOnce = Fault.OfDistrict.class.isAssignableFrom(type);
      json.set(WHERE, where(isOnce ? 1 : FaultTarget.UNTIL_CLEARED));
      return RecordJson.read(Fault.class, "fault", json);
    }

    private static boolean isWhere(RecordComponent component) {
      return component.getName().equals(WHERE);
    }

    private static String key(RecordComponent component) {
      return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private void check(RecordComponent component) {
      var key = key(component);
      var value = json.path(key);
      var whole = component.getAnnotation(Fault.Whole.class);
      if (whole != null) {
        requireWhole(key, whole.least(), whole.most());
      } else if (component.getType() == boolean.class) {
        require(key, value.isMissingNode() || value.isBoolean(), "true or false");
      } else {
        require(key, value.isArray() && !value.isEmpty(), "a list of one change or more");
      }
    }

    private ObjectNode where(int times) {
      var where = JsonNodeFactory.instance.objectNode().put("after", 0).put("times", times);
      TARGET.stream().filter(json::has).forEach(key -> where.set(key, check(key)));
      json.remove(TARGET);
      return where;
    }

    private JsonNode check(String key) {
      var value = json.path(key);
      switch (key) {
        case "path" ->
            require(
                key, value.isString(), "a path of the data API without its version, like users");
        case "type" -> {
          var types = Arrays.stream(RecordType.values()).map(RecordType::path).toList();
          require(key, types.contains(value.asString("")), "one of " + String.join(", ", types));
        }
        default -> requireWhole(key, key.equals("times") ? 1 : 0, Integer.MAX_VALUE);
      }
      return value;
    }

    private void requireWhole(String key, int least, int most) {
      var value = json.path(key);
      require(
          key,
          value.isIntegralNumber()
              && value.canConvertToLong()
              && value.longValue() >= least
              && value.longValue() <= most,
          "a whole number from %d to %d".formatted(least, most));
    }

    private void require(String key, boolean met, String allowed) {
      if (!met) {
        throw new IllegalArgumentException(
            "%s of a fault of kind %s is %s".formatted(key, kind, allowed));
      }
    }
  }
}
