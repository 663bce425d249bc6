package dev.homeroom.sandbox.http;

import dev.homeroom.sandbox.wire.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
  private final Ending ending;
  private final int bytesPerSecond;

  /** The way in which sending the answer ends. */
  public enum Ending {
    /** The whole answer arrives. */
    WHOLE,
    /** The connection is closed after half of the body. */
    CUT_OFF,
    /** The connection is reset (TCP RST) after half of the body. */
    RESET
  }

  private Answer(
      int status,
      Map<String, String> headers,
      byte[] body,
      int length,
      Ending ending,
      int bytesPerSecond) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.length = length;
    this.ending = ending;
    this.bytesPerSecond = bytesPerSecond;
  }

  private Answer(int status, Map<String, String> headers, byte[] body, int length) {
    this(status, headers, body, length, Ending.WHOLE, 0);
  }

  /** Returns JSON that the given code writes; a good {@code expectedLength} saves copying. */
  public static Answer json(int expectedLength, Consumer<Json> content) {
    var buffer = new Buffer(expectedLength);
    try (var json = new Json(buffer)) {
      content.accept(json);
    }
    return new Answer(200, Map.of("Content-Type", JSON), buffer.bytes(), buffer.size());
  }

  /** Returns a small document as JSON. */
  public static Answer json(int status, Map<String, ?> document) {
    return whole(status, JSON, MAPPER.writeValueAsBytes(document));
  }

  /** Returns a refusal in the form of Clever's data API (sandbox/CLEVER.md 5.1). */
  public static Answer message(int status, String message) {
    return json(status, Map.of("message", message));
  }

  /** Returns a web page that has only a title, which is not escaped. */
  public static Answer html(int status, String title) {
    var page =
        "<!DOCTYPE html>\n<html lang=\"en\"><head><title>%s</title></head><body><h1>%s</h1></body></html>\n"
            .formatted(title, title);
    return page(status, page);
  }

  /** Returns a web page with this complete HTML. */
  public static Answer page(int status, String page) {
    return whole(status, HTML, page.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns an answer without a body. */
  public static Answer empty(int status) {
    return new Answer(status, Map.of(), new byte[0], 0);
  }

  /** Returns a copy with more headers; they replace those of the same name. */
  public Answer with(Map<String, String> more) {
    var all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return withHeaders(all);
  }

  /** Returns a copy with more headers, except those that it already has. */
  public Answer withDefaults(Map<String, String> more) {
    var all = new LinkedHashMap<>(more);
    all.putAll(headers);
    return withHeaders(all);
  }

  /** Returns a copy with exactly these headers. */
  public Answer withHeaders(Map<String, String> all) {
    return new Answer(status, all, body, length, ending, bytesPerSecond);
  }

  /** Returns a copy with this time in its {@code Date} header. */
  public Answer dated(Instant time) {
    return with(Map.of("Date", AnswerWriter.date(time)));
  }

  /** Returns a copy with another body. */
  public Answer withBody(byte[] newBody, int newLength) {
    return new Answer(status, headers, newBody, newLength, ending, bytesPerSecond);
  }

  /** Returns a copy with another ending. */
  public Answer ending(Ending newEnding) {
    return new Answer(status, headers, body, length, newEnding, bytesPerSecond);
  }

  /** Returns a copy that is sent at this many bytes per second. */
  public Answer at(int newBytesPerSecond) {
    return new Answer(status, headers, body, length, ending, newBytesPerSecond);
  }

  /** The status. */
  public int status() {
    return status;
  }

  /** The headers, without those that every answer gets. */
  public Map<String, String> headers() {
    return headers;
  }

  /** The bytes to send; only the first {@link #length} of them count. */
  public byte[] body() {
    return body;
  }

  /** The number of bytes to send. */
  public int length() {
    return length;
  }

  /** Returns whether the body is JSON. */
  public boolean isJson() {
    return JSON.equals(headers.get("Content-Type"));
  }

  /** The way in which sending the answer ends. */
  Ending ending() {
    return ending;
  }

  /** The speed of the body in bytes per second; 0 for no limit. */
  int bytesPerSecond() {
    return bytesPerSecond;
  }

  private static Answer whole(int status, String contentType, byte[] body) {
    return new Answer(status, Map.of("Content-Type", contentType), body, body.length);
  }

  /** A buffer that hands out its bytes without copying them. */
  private static final class Buffer extends ByteArrayOutputStream {
    Buffer(int expectedLength) {
      super(expectedLength);
    }

    byte[] bytes() {
      return buf;
    }
  }
}
