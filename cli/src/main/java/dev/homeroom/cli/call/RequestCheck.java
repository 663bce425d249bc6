package dev.homeroom.cli.call;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds the first field or constant in a request's JSON that its type does not have, and suggests
 * the nearest one. Never shows a typed value, which may be a secret.
 */
final class RequestCheck {
  private static final JsonMapper JSON = new JsonMapper();

  private RequestCheck() {}

  /** Returns the first problem; empty where every field and every constant is known. */
  static Optional<String> problem(String json, Descriptor type) {
    try {
      return problem(JSON.readTree(json), type, "");
    } catch (JacksonException e) {
      var at = e.getLocation();
      return Optional.of(
          "it is not JSON, as line %d, column %d shows"
              .formatted(at == null ? 1 : at.getLineNr(), at == null ? 1 : at.getColumnNr()));
    }
  }

  private static Optional<String> problem(JsonNode node, Descriptor type, String path) {
    if (!node.isObject() || type.getFullName().startsWith("google.protobuf.")) {
      return Optional.empty();
    }
    return node.properties().stream()
        .map(entry -> problem(entry.getKey(), entry.getValue(), type, path))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> problem(
      String name, JsonNode value, Descriptor type, String path) {
    var field =
        type.getFields().stream()
            .filter(each -> each.getJsonName().equals(name) || each.getName().equals(name))
            .findFirst();
    if (field.isEmpty()) {
      var known = type.getFields().stream().map(FieldDescriptor::getJsonName).toList();
      return Optional.of(
          "there is no field %s%s%s; the fields%s are %s"
              .formatted(
                  path,
                  name,
                  nearest(name, known),
                  path.isEmpty() ? "" : " of " + path.substring(0, path.length() - 1),
                  known.isEmpty() ? "none" : String.join(", ", known)));
    }
    return values(value, field.get())
        .map(each -> problem(each, field.get(), path + name))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Stream<JsonNode> values(JsonNode value, FieldDescriptor field) {
    return field.isRepeated() && !field.isMapField() && value.isArray()
        ? value.valueStream()
        : Stream.of(value);
  }

  private static Optional<String> problem(JsonNode value, FieldDescriptor field, String path) {
    if (field.isMapField()) {
      return Optional.empty();
    }
    if (field.getJavaType() == JavaType.MESSAGE) {
      return problem(value, field.getMessageType(), path + ".");
    }
    if (field.getJavaType() == JavaType.ENUM
        && value.isString()
        && field.getEnumType().findValueByName(value.asString()) == null) {
      var known =
          field.getEnumType().getValues().stream().map(EnumValueDescriptor::getName).toList();
      return Optional.of(
          "%s has no such value%s; it is one of %s"
              .formatted(path, nearest(value.asString(), known), String.join(", ", known)));
    }
    return Optional.empty();
  }

  private static String nearest(String typed, List<String> known) {
    return known.stream()
        .collect(Collectors.toMap(each -> each, each -> distance(typed, each), (a, _) -> a))
        .entrySet()
        .stream()
        .filter(each -> each.getValue() <= Math.max(2, typed.length() / 3))
        .min(Comparator.comparingInt(each -> each.getValue()))
        .map(each -> " (did you mean " + each.getKey() + "?)")
        .orElse("");
  }

  /** Returns how many letters differ, ignoring case and underscores. */
  private static int distance(String one, String other) {
    var a = one.toLowerCase(Locale.ROOT).replace("_", "");
    var b = other.toLowerCase(Locale.ROOT).replace("_", "");
    var above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      var row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
