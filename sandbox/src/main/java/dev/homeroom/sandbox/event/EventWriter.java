package dev.homeroom.sandbox.event;

import dev.homeroom.sandbox.wire.ApiVersion;
import dev.homeroom.sandbox.wire.Json;
import dev.homeroom.sandbox.wire.RecordWriter;
import dev.homeroom.sandbox.wire.TopLevel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes events in Clever's JSON form: {@code previous_attributes} next to {@code object}, inside
 * {@code data} (sandbox/CLEVER.md 4). For one thread.
 */
public final class EventWriter {
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final int MILLIS_PER_SECOND = 1_000;

  private final ApiVersion version;
  private final Json json;

  /** Creates a writer for the feed of one version. */
  public EventWriter(ApiVersion version, Json json) {
    this.version = version;
    this.json = json;
  }

  /** Writes the event as one JSON object. */
  public void write(Event event) {
    json.beginObject();
    json.id("id", event.id());
    json.text("type", event.type().path() + "." + event.kind().word());
    json.time(
        "created",
        (int) event.created().getEpochSecond(),
        (int) (event.created().toEpochMilli() % MILLIS_PER_SECOND));
    json.beginObject("data");
    json.value(
        "object",
        () -> new RecordWriter(event.latest(), version, json).write(event.type(), event.slot()));
    if (event.kind() == EventKind.UPDATED) {
      previousAttributes(event);
    }
    json.endObject();
    json.endObject();
  }

  /**
   * Writes the top-level keys that differ, with their whole old values; {@code null} for a new key.
   */
  private void previousAttributes(Event event) {
    var old = TopLevel.of(bytes(event, false));
    var now = TopLevel.of(bytes(event, true));
    json.beginObject("previous_attributes");
    old.forEach((key, value) -> {
      if (!Arrays.equals(value, now.get(key))) {
        json.raw(key, value);
      }
    });
    now.keySet().stream().filter(key -> !old.containsKey(key)).forEach(key -> json.raw(key, NULL));
    json.endObject();
  }

  private byte[] bytes(Event event, boolean after) {
    var view = after ? event.after() : event.before();
    return RecordWriter.bytes(view, version, event.type(), event.slot(), true);
  }
}
