package dev.homeroom.sandbox.wire;

import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.SeededChoices;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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

  private final JsonGenerator out;
  private final byte[] ascii = new byte[ObjectId.LENGTH];
  private boolean filledIn;

  /** Creates a writer to a stream, which must not fail. */
  public Json(OutputStream target) {
    this.out = FACTORY.createGenerator(ObjectWriteContext.empty(), target);
  }

  /** Returns a key that is encoded once. */
  public static SerializedString key(String name) {
    return new SerializedString(name);
  }

  /** Begins an object that is an element of an array or the document itself. */
  public void beginObject() {
    out.writeStartObject();
  }

  /** Begins an object under a key. */
  public void beginObject(SerializedString key) {
    out.writeName(key);
    out.writeStartObject();
  }

  /** Ends the innermost object. */
  public void endObject() {
    out.writeEndObject();
  }

  /** Begins an array under a key. */
  public void beginArray(SerializedString key) {
    out.writeName(key);
    out.writeStartArray();
  }

  /** Ends the innermost array. */
  public void endArray() {
    out.writeEndArray();
  }

  /** Writes a text under a key. */
  public void text(SerializedString key, String value) {
    out.writeName(key);
    out.writeString(value);
  }

  /** Writes a text as an element. */
  public void text(String value) {
    out.writeString(value);
  }

  /** Writes a whole number under a key. */
  public void number(SerializedString key, long value) {
    out.writeName(key);
    out.writeNumber(value);
  }

  /** Writes true or false under a key. */
  public void bool(SerializedString key, boolean value) {
    out.writeName(key);
    out.writeBoolean(value);
  }

  /** Writes under a key the single value that the given code writes. */
  public void value(SerializedString key, Runnable content) {
    out.writeName(key);
    content.run();
  }

  /** Writes a value that is already JSON, under a key. */
  public void raw(String key, byte[] value) {
    out.writeName(key);
    out.writeRawValue(new String(value, StandardCharsets.UTF_8));
  }

  /** Writes the current token of a parser. */
  void copy(JsonParser parser) {
    out.copyCurrentEvent(parser);
  }

  /** Writes {@code null} under a key. */
  void none(SerializedString key) {
    out.writeName(key);
    out.writeNull();
  }

  /** Writes an id under a key. */
  public void id(SerializedString key, ObjectId id) {
    out.writeName(key);
    id(id);
  }

  /** Writes an id as an element. */
  public void id(ObjectId id) {
    id.writeTo(ascii, 0);
    out.writeRawUTF8String(ascii, 0, ObjectId.LENGTH);
  }

  /** Writes a time in Clever's form, {@code 2026-11-02T07:15:00.000Z}. */
  public void time(SerializedString key, int seconds, int millis) {
    out.writeName(key);
    Timestamps.write(ascii, seconds, millis);
    out.writeRawUTF8String(ascii, 0, ObjectId.LENGTH);
  }

  /**
   * Writes a value that Clever does not guarantee. If the SIS has none, the key is absent, {@code
   * null} or empty, and a client must treat the three alike (sandbox/CLEVER.md 3.1). The hash
   * chooses the form, and makes about one value in seven missing.
   */
  void optional(SerializedString key, @Nullable String value, long hash) {
    var form = SeededChoices.bounded(hash, 100);
    if (value != null && (filledIn || form < 86)) {
      text(key, value);
    } else if (form % 3 == 0) {
      none(key);
    } else if (form % 3 == 1) {
      text(key, "");
    }
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
