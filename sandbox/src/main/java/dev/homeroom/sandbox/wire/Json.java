package dev.homeroom.sandbox.wire;

import static dev.homeroom.sandbox.district.SeededChoices.bounded;

import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.OptionalField;
import dev.homeroom.sandbox.roster.Roster;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes a JSON document: Jackson's streaming writer with Clever's forms for ids, times and missing
 * values.
 */
public final class Json implements AutoCloseable {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** The keys, each encoded once. */
  private static final Map<String, SerializedString> KEYS = new ConcurrentHashMap<>();

  private final JsonGenerator out;
  private final byte[] ascii = new byte[ObjectId.LENGTH];
  private boolean filledIn;

  /** Creates a writer to a stream, which must not fail. */
  public Json(OutputStream target) {
    this.out = FACTORY.createGenerator(ObjectWriteContext.empty(), target);
  }

  /** Begins an object that is an element of an array or the document itself. */
  public void beginObject() {
    out.writeStartObject();
  }

  /** Begins an object under a key. */
  public void beginObject(String key) {
    name(key);
    out.writeStartObject();
  }

  /** Ends the innermost object. */
  public void endObject() {
    out.writeEndObject();
  }

  /** Begins an array under a key. */
  public void beginArray(String key) {
    name(key);
    out.writeStartArray();
  }

  /** Ends the innermost array. */
  public void endArray() {
    out.writeEndArray();
  }

  /** Writes a text under a key. */
  public void text(String key, String value) {
    name(key);
    out.writeString(value);
  }

  /** Writes a text as an element. */
  public void text(String value) {
    out.writeString(value);
  }

  /** Writes a whole number under a key. */
  public void number(String key, long value) {
    name(key);
    out.writeNumber(value);
  }

  /** Writes true or false under a key. */
  public void bool(String key, boolean value) {
    name(key);
    out.writeBoolean(value);
  }

  /** Writes under a key the single value that the given code writes. */
  public void value(String key, Runnable content) {
    name(key);
    content.run();
  }

  /** Writes a value that is already JSON, under a key. */
  public void raw(String key, byte[] value) {
    name(key);
    out.writeRawValue(new String(value, StandardCharsets.UTF_8));
  }

  private void name(String key) {
    var known = KEYS.get(key);
    out.writeName(known == null ? KEYS.computeIfAbsent(key, SerializedString::new) : known);
  }

  /** Writes the current token of a parser. */
  void copy(JsonParser parser) {
    out.copyCurrentEvent(parser);
  }

  /** Writes {@code null} under a key. */
  void none(String key) {
    name(key);
    out.writeNull();
  }

  /** Writes an id under a key. */
  public void id(String key, ObjectId id) {
    name(key);
    id(id);
  }

  /** Writes an id as an element. */
  public void id(ObjectId id) {
    id.writeTo(ascii, 0);
    out.writeRawUTF8String(ascii, 0, ObjectId.LENGTH);
  }

  /** Writes a time in Clever's form, {@code 2026-11-02T07:15:00.000Z}. */
  public void time(String key, int seconds, int millis) {
    name(key);
    Timestamps.write(ascii, seconds, millis);
    out.writeRawUTF8String(ascii, 0, ObjectId.LENGTH);
  }

  /**
   * Writes a value that Clever does not guarantee. If the SIS has none, the key is absent, {@code
   * null} or empty, and a client must treat the three alike (sandbox/CLEVER.md 3.1). The hash
   * chooses the form, and makes about one value in seven missing.
   */
  void optional(String key, @Nullable String value, long hash) {
    var form = bounded(hash, 100);
    if (value != null && (filledIn || form < 86)) {
      text(key, value);
    } else if (form % 3 == 0) {
      none(key);
    } else if (form % 3 == 1) {
      text(key, "");
    }
  }

  /**
   * Writes a value that the district may leave empty, see {@link #optional(String, String, long)}.
   */
  void optional(Roster roster, int slot, OptionalField field, String value, long hash) {
    optional(field.key(), roster.unlessBlank(field, slot, value), hash);
  }

  /** Sets whether each existing optional value is written. */
  void fillIn(boolean all) {
    filledIn = all;
  }

  @Override
  public void close() {
    out.close();
  }
}
