package dev.homeroom.cli.client;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Reads the contract's gRPC service config: which calls to retry, and how long to wait. */
final class ServiceConfig {
  private static final String FILE = "/homeroom/v1/service_config.json";

  private ServiceConfig() {}

  /** Returns the service config in the form that a channel builder takes. */
  static Map<String, Object> ofContract() {
    try (var file = Objects.requireNonNull(ServiceConfig.class.getResourceAsStream(FILE), FILE)) {
      var json = Struct.newBuilder();
      JsonFormat.parser().merge(new String(file.readAllBytes(), StandardCharsets.UTF_8), json);
      return plain(json.build());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Map<String, Object> plain(Struct json) {
    var plain = new HashMap<String, Object>();
    json.getFieldsMap().forEach((name, value) -> plain.put(name, plain(value)));
    return plain;
  }

  private static Object plain(Value value) {
    return switch (value.getKindCase()) {
      case STRING_VALUE -> value.getStringValue();
      case NUMBER_VALUE -> value.getNumberValue();
      case BOOL_VALUE -> value.getBoolValue();
      case STRUCT_VALUE -> plain(value.getStructValue());
      case LIST_VALUE ->
          value.getListValue().getValuesList().stream().map(ServiceConfig::plain).toList();
      case NULL_VALUE, KIND_NOT_SET -> throw new IllegalStateException(FILE + " has nulls");
    };
  }
}
