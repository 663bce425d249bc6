package dev.homeroom.sandbox.http;

import dev.homeroom.sandbox.wire.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** An answer, ready to be sent. Its bytes are shared, not copied: nobody may write to them. */
public final class Answer {
  private static final String JSON = "application/json; charset=utf-8";
  private static final String HTML = "text/html; charset=utf-8";
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;
  private final int length;
  private final boolean cutOff;

  private Answer(int status, Map<String, String> headers, byte[] body, int length, boolean cutOff) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.length = length;
    this.cutOff = cutOff;
  }

  /** JSON, written by hand; {@code expectedLength} saves copying. */
  public static Answer json(int expectedLength, Consumer<Json> content) {
    var buffer = new Buffer(expectedLength);
    try (var json = new Json(buffer)) {
      content.accept(json);
    }
    return new Answer(200, Map.of("Content-Type", JSON), buffer.bytes(), buffer.size(), false);
  }

  /** A small document as JSON. */
  public static Answer json(int status, Map<String, ?> document) {
    return whole(status, JSON, MAPPER.writeValueAsBytes(document));
  }

  /** What Clever's data API says when it refuses (sandbox/CLEVER.md 5.1). */
  public static Answer message(int status, String message) {
    return json(status, Map.of("message", message));
  }

  /** A web page. */
  public static Answer html(int status, String title) {
    var page =
        "<!DOCTYPE html>\n<html lang=\"en\"><head><title>%s</title></head><body><h1>%s</h1></body></html>\n"
            .formatted(title, title);
    return whole(status, HTML, page.getBytes(StandardCharsets.UTF_8));
  }

  /** No body. */
  public static Answer empty(int status) {
    return new Answer(status, Map.of(), new byte[0], 0, false);
  }

  /** The same answer with more headers. */
  public Answer with(Map<String, String> more) {
    var all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Answer(status, all, body, length, cutOff);
  }

  /** The same answer, breaking off on the way. */
  public Answer breakingOff() {
    return new Answer(status, headers, body, length, true);
  }

  /** The same answer, whole, but with only half of the content. */
  public Answer halved() {
    return new Answer(status, headers, body, length / 2, cutOff);
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  /** The bytes to send, of which the first {@link #length} count. */
  byte[] body() {
    return body;
  }

  int length() {
    return length;
  }

  /** Whether the connection breaks after half of the body. */
  boolean isCutOff() {
    return cutOff;
  }

  private static Answer whole(int status, String contentType, byte[] body) {
    return new Answer(status, Map.of("Content-Type", contentType), body, body.length, false);
  }

  /** Gives its bytes without copying them. */
  private static final class Buffer extends ByteArrayOutputStream {
    Buffer(int expectedLength) {
      super(expectedLength);
    }

    byte[] bytes() {
      return buf;
    }
  }
}
