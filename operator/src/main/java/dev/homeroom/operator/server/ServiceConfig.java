package dev.homeroom.operator.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Map;

/** How clients call a server, as the contract advises: what to try again, how long to wait. */
final class ServiceConfig {
  private static final String FILE = "/homeroom/v1/service_config.json";

  private ServiceConfig() {}

  /** The contract's advice, as a channel's builder takes it. */
  static Map<String, ?> ofContract() {
    try (var file = requireNonNull(ServiceConfig.class.getResourceAsStream(FILE), FILE);
        var text = new InputStreamReader(file, UTF_8)) {
      return new Gson().fromJson(text, new TypeToken<Map<String, ?>>() {});
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
