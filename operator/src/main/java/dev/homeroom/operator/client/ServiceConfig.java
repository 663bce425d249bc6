package dev.homeroom.operator.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Map;

/** Reads the contract's gRPC service config: which calls to retry, and how long to wait. */
final class ServiceConfig {
  private static final String FILE = "/homeroom/v1/service_config.json";

  private ServiceConfig() {}

  /** Returns the service config in the form that a channel builder takes. */
  static Map<String, ?> ofContract() {
    try (var file = requireNonNull(ServiceConfig.class.getResourceAsStream(FILE), FILE);
        var text = new InputStreamReader(file, UTF_8)) {
      return new Gson().fromJson(text, new TypeToken<Map<String, ?>>() {});
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
