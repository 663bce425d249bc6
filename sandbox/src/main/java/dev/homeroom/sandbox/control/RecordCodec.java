package dev.homeroom.sandbox.control;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads records from JSON and writes them, by their components: the components of a change or a
 * share are the keys of its JSON, so no other list of them is needed. The kind of a sealed type is
 * in {@code kind}. If a record's only component is a record itself, the JSON has the inner record's
 * keys. Unknown keys are refused; booleans, optional values, lists and maps may be left out.
 */
final class RecordCodec {
  private static final String KIND = "kind";

  private RecordCodec() {}

  /**
   * Reads a value of a sealed type.
   *
   * @param what the word for it in error messages
   * @throws IllegalArgumentException when the JSON has another shape; the message names the right
   *     one
   */
  static <T> T readKind(Class<T> sealed, String what, JsonNode json) {
    var kinds = KindNames.kinds(sealed);
    var word = json.path(KIND).asString("");
    var kind = kinds.get(word);
    if (kind == null) {
      throw new IllegalArgumentException(
          "%s is no %s; under \"kind\" there may be %s"
              .formatted(
                  word.isEmpty() ? "what has no kind" : word,
                  what,
                  KindNames.list(kinds.keySet())));
    }
    return sealed.cast(read(kind, word, json, Set.of(KIND)));
  }

  /** Reads a record. */
  static <T extends Record> T read(Class<T> type, String what, JsonNode json) {
    return type.cast(read(type, what, json, Set.of()));
  }

  private static Object read(Class<?> type, String what, JsonNode json, Set<String> besides) {
    if (!json.isObject()) {
      throw new IllegalArgumentException(
          "%s is a JSON object with %s".formatted(what, shape(type)));
    }
    if (isWrapper(type)) {
      var inner = type.getRecordComponents()[0].getType();
      return construct(type, new Object[] {read(inner, what, json, besides)});
    }
    var components = type.getRecordComponents();
    var unknown = new TreeSet<>(json.propertyNames());
    unknown.removeAll(besides);
    Arrays.stream(components).map(RecordComponent::getName).forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no %s; it has %s".formatted(what, KindNames.list(unknown), shape(type)));
    }
    var values = new Object[components.length];
    for (var index = 0; index < values.length; index++) {
      var component = components[index];
      var value = json.path(component.getName());
      if (value.isMissingNode() && !isOptional(component.getType())) {
        throw new IllegalArgumentException(
            "%s lacks %s; it has %s".formatted(what, component.getName(), shape(type)));
      }
      values[index] = value(component.getGenericType(), what + "'s " + component.getName(), value);
    }
    return construct(type, values);
  }

  private static boolean isWrapper(Class<?> type) {
    var components = type.getRecordComponents();
    return components.length == 1 && components[0].getType().isRecord();
  }

  private static boolean isOptional(Class<?> type) {
    return type == boolean.class
        || type == Optional.class
        || Collection.class.isAssignableFrom(type)
        || Map.class.isAssignableFrom(type);
  }

  /** The keys of a record, for people: {@code school, grade, sections}. */
  static String shape(Class<?> type) {
    if (isWrapper(type)) {
      return shape(type.getRecordComponents()[0].getType());
    }
    var components = type.getRecordComponents();
    return components.length == 0
        ? "nothing else"
        : Arrays.stream(components).map(RecordComponent::getName).collect(Collectors.joining(", "));
  }

  private static Object construct(Class<?> type, Object[] values) {
    try {
      var parameters =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      var constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refusal) {
        throw refusal;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object value(Type type, String what, JsonNode json) {
    return switch (type) {
      case ParameterizedType list when list.getRawType() == List.class ->
          List.copyOf(elements(list, what, json));
      case ParameterizedType set when set.getRawType() == Set.class ->
          Set.copyOf(new LinkedHashSet<>(elements(set, what, json)));
      case ParameterizedType maybe when maybe.getRawType() == Optional.class ->
          json.isMissingNode() || json.isNull()
              ? Optional.empty()
              : Optional.of(value(maybe.getActualTypeArguments()[0], what, json));
      case ParameterizedType map when map.getRawType() == Map.class -> entries(map, what, json);
      case Class<?> single when single.isSealed() -> readKind(single, what, json);
      case Class<?> single when single.isRecord() -> read(single, what, json, Set.of());
      case Class<?> single when single.isEnum() -> constant(single, what, json);
      case Class<?> single -> scalar(single, what, json);
      default -> throw new IllegalStateException("no JSON for " + type);
    };
  }

  private static List<Object> elements(ParameterizedType type, String what, JsonNode json) {
    if (json.isMissingNode()) {
      return List.of();
    }
    if (!json.isArray()) {
      throw new IllegalArgumentException(what + " is a JSON array");
    }
    List<Object> elements = new ArrayList<>();
    for (var element : json) {
      elements.add(value(type.getActualTypeArguments()[0], what, element));
    }
    return elements;
  }

  private static Map<String, Object> entries(ParameterizedType type, String what, JsonNode json) {
    if (!json.isMissingNode() && !json.isObject()) {
      throw new IllegalArgumentException(what + " is a JSON object");
    }
    Map<String, Object> entries = new LinkedHashMap<>();
    for (var entry : json.properties()) {
      entries.put(entry.getKey(), value(type.getActualTypeArguments()[1], what, entry.getValue()));
    }
    return entries;
  }

  private static Object constant(Class<?> type, String what, JsonNode json) {
    var word = json.asString("").replace('-', '_').replace(' ', '_').toLowerCase(Locale.ROOT);
    var constants =
        Arrays.stream(type.getEnumConstants()).map(constant -> (Enum<?>) constant).toList();
    return constants.stream()
        .filter(constant -> KindNames.ofConstant(constant).equals(word))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "%s is one of %s, not %s"
                    .formatted(
                        what,
                        KindNames.list(constants.stream().map(KindNames::ofConstant).toList()),
                        json.asString(""))));
  }

  private static Object scalar(Class<?> type, String what, JsonNode json) {
    try {
      if (type == String.class && json.isString()) {
        return json.stringValue();
      } else if ((type == int.class || type == Integer.class) && json.canConvertToExactIntegral()) {
        return json.intValue();
      } else if ((type == long.class || type == Long.class) && json.canConvertToExactIntegral()) {
        return json.longValue();
      } else if (type == double.class && json.isNumber()) {
        return json.doubleValue();
      } else if ((type == boolean.class || type == Boolean.class)
          && (json.isBoolean() || json.isMissingNode())) {
        return json.asBoolean(false);
      } else if (type == Duration.class && json.isString()) {
        return Duration.parse(json.stringValue());
      } else if (type == Instant.class && json.isString()) {
        return Instant.parse(json.stringValue());
      } else if (type == LocalDate.class && json.isString()) {
        return LocalDate.parse(json.stringValue());
      }
    } catch (DateTimeException | JacksonException e) {
      // Reported below, with the right form.
    }
    throw new IllegalArgumentException("%s is %s".formatted(what, wanted(type)));
  }

  private static String wanted(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "int", "Integer", "long", "Long" -> "a whole number";
      case "double" -> "a number";
      case "boolean", "Boolean" -> "true or false";
      case "Duration" -> "a duration such as \"P1D\" or \"PT0.5S\"";
      case "Instant" -> "a time such as \"2026-11-24T07:00:00Z\"";
      case "LocalDate" -> "a date such as \"2026-08-17\"";
      case "String" -> "a text";
      default -> throw new IllegalStateException("no JSON for " + type);
    };
  }

  /** Returns the JSON form of a record, with its kind if it is one of several. */
  static @Nullable Object write(@Nullable Object value, boolean withKind) {
    return switch (value) {
      case null -> null;
      case Record record -> fields(record, withKind);
      case Enum<?> constant -> KindNames.ofConstant(constant);
      case Collection<?> many -> many.stream().map(each -> write(each, isKind(each))).toList();
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> written = new LinkedHashMap<>();
        map.forEach((key, each) -> written.put(String.valueOf(key), write(each, isKind(each))));
        yield written;
      }
      case Optional<?> maybe -> write(maybe.orElse(null), false);
      case Number number -> number;
      case Boolean bool -> bool;
      default -> value.toString();
    };
  }

  private static boolean isKind(@Nullable Object value) {
    return value != null
        && Arrays.stream(value.getClass().getInterfaces()).anyMatch(Class::isSealed);
  }

  private static Map<String, @Nullable Object> fields(Record record, boolean withKind) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (withKind) {
      fields.put(KIND, KindNames.ofKind(record.getClass()));
    }
    for (var component : record.getClass().getRecordComponents()) {
      var value = component(record, component);
      if (isWrapper(record.getClass()) && value instanceof Record inner) {
        fields.putAll(fields(inner, false));
      } else {
        fields.put(component.getName(), write(value, isKind(value)));
      }
    }
    return fields;
  }

  private static @Nullable Object component(Record record, RecordComponent component) {
    try {
      var accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
