package dev.homeroom.sandbox.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parameters of a query string or a form, in their order. */
public record Query(List<QueryParameter> parameters) {

  /** One parameter, raw and decoded. */
  public record QueryParameter(String raw, String name, String value) {}

  /**
   * Reads {@code a=1&b=2}.
   *
   * @throws IllegalArgumentException when a percent code is broken
   */
  public static Query parse(@Nullable String text) {
    List<QueryParameter> parameters = new ArrayList<>();
    for (var raw : text == null ? new String[0] : text.split("&", -1)) {
      if (!raw.isEmpty()) {
        var equals = raw.indexOf('=');
        var name = equals < 0 ? raw : raw.substring(0, equals);
        var value = equals < 0 ? "" : raw.substring(equals + 1);
        parameters.add(new QueryParameter(raw, decode(name), decode(value)));
      }
    }
    return new Query(List.copyOf(parameters));
  }

  /** The first value of this name that is not empty. */
  public Optional<String> first(String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name.equals(name) && !parameter.value.isEmpty())
        .map(QueryParameter::value)
        .findFirst();
  }

  /** All values of this name that are not empty, in their order. */
  public List<String> all(String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name.equals(name) && !parameter.value.isEmpty())
        .map(QueryParameter::value)
        .toList();
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
