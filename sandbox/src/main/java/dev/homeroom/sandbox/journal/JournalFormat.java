package dev.homeroom.sandbox.journal;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes the lines of a journal as JSON. */
final class JournalFormat {
  private static final JsonMapper JSON = JsonMapper.shared();

  private JournalFormat() {}

  static String write(JournalHeader header) {
    return JSON.writeValueAsString(header);
  }

  static String write(JournalEntry entry) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", entry.at().toString());
    switch (entry) {
      case JournalEntry.Given given -> {
        line.put("command", given.name());
        line.put("body", given.body());
        line.put("by", given.cause().name().toLowerCase(Locale.ROOT));
        line.put("state", given.state());
      }
      case JournalEntry.Issued issued -> {
        line.put("token", issued.token());
        line.put("user", issued.user());
        line.put("role", issued.role());
        line.put("until", issued.until().toString());
      }
    }
    return JSON.writeValueAsString(line);
  }

  /**
   * Reads the first line.
   *
   * @throws IllegalArgumentException when it is not a header
   */
  static JournalHeader header(String line) {
    var json = parsed(line);
    try {
      return new JournalHeader(
          json.required("format").intValue(),
          json.required("release").stringValue(),
          json.required("seed").longValue(),
          json.required("students").intValue(),
          json.required("profile").stringValue(),
          json.required("drift").doubleValue());
    } catch (JacksonException e) {
      throw new IllegalArgumentException("a header lacks something", e);
    }
  }

  /**
   * Reads another line.
   *
   * @throws IllegalArgumentException when it is not an entry
   */
  static JournalEntry entry(String line) {
    var json = parsed(line);
    try {
      var at = Instant.parse(text(json, "at"));
      return json.has("command")
          ? new JournalEntry.Given(
              at,
              text(json, "command"),
              json.required("body"),
              JournalEntry.Cause.valueOf(text(json, "by").toUpperCase(Locale.ROOT)),
              text(json, "state"))
          : new JournalEntry.Issued(
              at,
              text(json, "token"),
              text(json, "user"),
              text(json, "role"),
              Instant.parse(text(json, "until")));
    } catch (JacksonException | DateTimeException e) {
      throw new IllegalArgumentException("an entry lacks something", e);
    }
  }

  private static String text(JsonNode json, String field) {
    return json.required(field).stringValue();
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("a line is no JSON", e);
    }
  }
}
