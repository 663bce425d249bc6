package dev.homeroom.clever;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.util.TokenBuffer;

/**
 * Reads values from a stream of JSON, forgiving towards single values, strict towards the form
 * around them. Each reading method takes the value that stands next and leaves the reader behind
 * it. Missing, null and {@code ""} are the same; a value of another form is missing and counts.
 */
final class JsonReader {

  /** An answer whose form is not Clever's; the message quotes nothing of it. */
  static final class UnexpectedForm extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnexpectedForm(String message) {
      super(message);
    }
  }

  private final JsonParser parser;
  private String field = "";
  private boolean valueDropped;
  private boolean nulDropped;

  JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /** Enters the answer, which has to be an object. */
  void enterRoot() {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new UnexpectedForm("not a JSON object");
    }
  }

  /** Makes sure that nothing follows. */
  void endRoot() {
    if (parser.nextToken() != null) {
      throw new UnexpectedForm("more than one JSON object");
    }
  }

  /** Steps to the next field of the object entered; false, and the object is left, at its end. */
  boolean nextField() {
    var name = parser.nextName();
    if (name == null) {
      return false;
    }
    field = name;
    parser.nextToken();
    return true;
  }

  /** The name of the field whose value stands next. */
  String field() {
    return field;
  }

  /** Steps to the next element of the array entered; false, and the array is left, at its end. */
  boolean nextElement() {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  /** Enters an object; false if there is none. */
  boolean enterObject() {
    return enter(JsonToken.START_OBJECT);
  }

  /** Enters an array; false if there is none. */
  boolean enterArray() {
    return enter(JsonToken.START_ARRAY);
  }

  private boolean enter(JsonToken start) {
    if (parser.currentToken() == start) {
      return true;
    }
    dropUnlessMissing();
    return false;
  }

  void skip() {
    parser.skipChildren();
  }

  /** Keeps an object to be read later; null if there is none. */
  @Nullable TokenBuffer object() {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      dropUnlessMissing();
      return null;
    }
    var kept = TokenBuffer.forGeneration();
    kept.copyCurrentStructure(parser);
    return kept;
  }

  /** The same object with this id, in place of one of its own. */
  static TokenBuffer withId(TokenBuffer object, ObjectId id) {
    var named = TokenBuffer.forGeneration();
    try (var from = object.asParser(ObjectReadContext.empty())) {
      from.nextToken();
      named.writeStartObject();
      named.writeStringProperty("id", id.hex());
      for (var name = from.nextName(); name != null; name = from.nextName()) {
        from.nextToken();
        if (name.equals("id")) {
          from.skipChildren();
        } else {
          named.writeName(name);
          named.copyCurrentStructure(from);
        }
      }
      named.writeEndObject();
    }
    return named;
  }

  /** Reads a kept object; what is dropped from it counts as dropped here. */
  <T> @Nullable T nested(TokenBuffer object, RecordReader<T> reader) {
    try (var from = object.asParser(ObjectReadContext.empty())) {
      var in = new JsonReader(from);
      in.enterRoot();
      var read = reader.read(in);
      valueDropped |= in.valueDropped;
      nulDropped |= in.nulDropped;
      return read;
    }
  }

  @Nullable String text() {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      dropUnlessMissing();
      return null;
    }
    var text = parser.getString();
    if (text.indexOf('\0') >= 0) {
      nulDropped = true;
      text = text.replace("\0", "");
    }
    return text.isEmpty() ? null : text;
  }

  @Nullable ObjectId id() {
    if (parser.currentToken() != JsonToken.VALUE_STRING || parser.getStringLength() == 0) {
      dropUnlessMissing();
      return null;
    }
    var id =
        ObjectId.read(
            parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
    valueDropped |= id == null;
    return id;
  }

  @Nullable LocalDate date() {
    return parsed(LocalDate::parse);
  }

  /** A date, also where it is told with a time of day. */
  @Nullable LocalDate day() {
    return parsed(text -> LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text));
  }

  @Nullable Instant instant() {
    return parsed(Instant::parse);
  }

  private <T> @Nullable T parsed(Function<String, T> parse) {
    var text = text();
    if (text == null) {
      return null;
    }
    try {
      return parse.apply(text);
    } catch (DateTimeException notOfThatForm) {
      valueDropped = true;
      return null;
    }
  }

  /** Empty unless there is an array; elements that are missing or of another form are left out. */
  List<ObjectId> ids() {
    var ids = new ArrayList<ObjectId>();
    if (enterArray()) {
      while (nextElement()) {
        var id = id();
        if (id != null) {
          ids.add(id);
        }
      }
    }
    return List.copyOf(ids);
  }

  /** Empty unless there is an array; elements that are missing or of another form are left out. */
  List<String> texts() {
    var texts = new ArrayList<String>();
    if (enterArray()) {
      while (nextElement()) {
        var text = text();
        if (text != null) {
          texts.add(text);
        }
      }
    }
    return List.copyOf(texts);
  }

  /** A count, which has to be there. */
  long count() {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw new UnexpectedForm("count is not a whole number");
    }
    return parser.getLongValue();
  }

  private void dropUnlessMissing() {
    var token = parser.currentToken();
    boolean missing =
        token == JsonToken.VALUE_NULL
            || (token == JsonToken.VALUE_STRING && parser.getStringLength() == 0);
    valueDropped |= !missing;
    parser.skipChildren();
  }

  /** What was dropped since this was last asked. */
  Anomalies takeAnomalies() {
    var anomalies =
        valueDropped || nulDropped
            ? new Anomalies(0, valueDropped ? 1 : 0, nulDropped ? 1 : 0)
            : Anomalies.NONE;
    valueDropped = false;
    nulDropped = false;
    return anomalies;
  }
}
