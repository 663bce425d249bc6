package dev.homeroom.clever.read;

import dev.homeroom.clever.record.Flaws;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.clever.record.RosterField;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.util.TokenBuffer;

/**
 * Reads values from a stream of JSON. Tolerates single values in another form, but not an
 * unexpected form around them. Each reading method reads the next value and leaves the reader after
 * it. Missing, null and {@code ""} are the same; a field's value in another form, or beyond its
 * bounds, is missing, and the record's {@link Flaws} name the field.
 */
public final class JsonReader {

  /** Thrown when an answer is not in Clever's form; the message quotes nothing of it. */
  public static final class UnexpectedForm extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnexpectedForm(String message) {
      super(message);
    }
  }

  /** The depth of Clever's records; deeper values are in another form, or not needed. */
  private static final int DEEPEST = 8;

  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2200;

  private final JsonParser parser;
  private String field = "";
  private final Set<RosterField> unreadable = EnumSet.noneOf(RosterField.class);
  private final Set<RosterField> outOfBounds = EnumSet.noneOf(RosterField.class);
  private final Set<RosterField> nulDropped = EnumSet.noneOf(RosterField.class);

  public JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /** Enters the answer, which must be an object. */
  public void enterRoot() {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new UnexpectedForm("not a JSON object");
    }
  }

  /** Checks that nothing follows. */
  public void endRoot() {
    if (parser.nextToken() != null) {
      throw new UnexpectedForm("more than one JSON object");
    }
  }

  /** Steps to the next field of the current object; at its end, leaves it and returns false. */
  public boolean nextField() {
    var name = parser.nextName();
    if (name == null) {
      return false;
    }
    field = name;
    parser.nextToken();
    return true;
  }

  /** The name of the field whose value is next. */
  public String field() {
    return field;
  }

  /** Steps to the next element of the current array; at its end, leaves it and returns false. */
  public boolean nextElement() {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  /** Enters an object; returns false if there is none. */
  public boolean enterObject() {
    return enter(JsonToken.START_OBJECT);
  }

  /** Enters an array; returns false if there is none. */
  public boolean enterArray() {
    return enter(JsonToken.START_ARRAY);
  }

  private boolean enter(JsonToken start) {
    if (parser.currentToken() == start) {
      return true;
    }
    skip();
    return false;
  }

  /**
   * Enters the object that contains these fields; returns false if there is none. A value in
   * another form makes the fields unreadable.
   */
  public boolean enterObject(RosterField... fields) {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return true;
    }
    unreadableUnlessMissing(fields);
    return false;
  }

  public void skip() {
    parser.skipChildren();
  }

  /**
   * Keeps an object to be read later; null if there is none. Deeper than any record's fields only
   * the form is kept, and no digits of numbers, because no field is a number.
   */
  @Nullable TokenBuffer object() {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      skip();
      return null;
    }
    var kept = TokenBuffer.forGeneration();
    copy(kept, DEEPEST);
    return kept;
  }

  private void copy(TokenBuffer into, int depth) {
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        into.writeStartObject();
        if (depth == 0) {
          parser.skipChildren();
        } else {
          for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            parser.nextToken();
            into.writeName(name);
            copy(into, depth - 1);
          }
        }
        into.writeEndObject();
      }
      case START_ARRAY -> {
        into.writeStartArray();
        if (depth == 0) {
          parser.skipChildren();
        } else {
          while (nextElement()) {
            copy(into, depth - 1);
          }
        }
        into.writeEndArray();
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> into.writeNumber(0);
      default -> into.copyCurrentEvent(parser);
    }
  }

  /** Returns the same object with this id instead of its own. */
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

  /** Reads a kept object. */
  static <T> @Nullable T nested(TokenBuffer object, RecordReader<T> reader) {
    try (var from = object.asParser(ObjectReadContext.empty())) {
      var in = new JsonReader(from);
      in.enterRoot();
      return reader.read(in);
    }
  }

  /** Reads a text of the envelope. */
  public @Nullable String text() {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      skip();
      return null;
    }
    var text = parser.getString();
    return text.isEmpty() ? null : text;
  }

  /** Reads the text of a field. */
  @Nullable String text(RosterField field) {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      unreadableUnlessMissing(field);
      return null;
    }
    var text = parser.getString();
    if (text.indexOf('\0') >= 0) {
      nulDropped.add(field);
      text = text.replace("\0", "");
      if (text.isEmpty()) {
        unreadable.add(field);
      }
    }
    if (text.isEmpty()) {
      return null;
    }
    if (text.length() > field.form().longest()
        && text.codePointCount(0, text.length()) > field.form().longest()) {
      outOfBounds.add(field);
      return null;
    }
    if (!isUnicode(text)) {
      unreadable.add(field);
      return null;
    }
    return text;
  }

  /** Returns whether each half of a surrogate pair has its other half. */
  private static boolean isUnicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** Reads an id of the envelope or of the record itself; null unless it is well-formed. */
  @Nullable ObjectId id() {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      skip();
      return null;
    }
    return ObjectId.read(
        parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
  }

  /** Reads the id in a field. */
  @Nullable ObjectId id(RosterField field) {
    if (parser.currentToken() != JsonToken.VALUE_STRING || parser.getStringLength() == 0) {
      unreadableUnlessMissing(field);
      return null;
    }
    var id = id();
    if (id == null) {
      unreadable.add(field);
    }
    return id;
  }

  /** Reads the day in a field, even if a time of day follows it. */
  @Nullable LocalDate date(RosterField field) {
    var text = text(field);
    if (text == null) {
      return null;
    }
    boolean timed = text.length() > 10 && (text.charAt(10) == 'T' || text.charAt(10) == ' ');
    try {
      var day = LocalDate.parse(timed ? text.substring(0, 10) : text);
      if (inBounds(day.getYear(), field)) {
        return day;
      }
    } catch (DateTimeException notOfThatForm) {
      unreadable.add(field);
    }
    return null;
  }

  /** Reads the time in a field. */
  @Nullable Instant instant(RosterField field) {
    var text = text(field);
    if (text == null) {
      return null;
    }
    try {
      var moment = Instant.parse(text);
      if (inBounds(moment.atOffset(ZoneOffset.UTC).getYear(), field)) {
        return moment;
      }
    } catch (DateTimeException notOfThatForm) {
      unreadable.add(field);
    }
    return null;
  }

  private boolean inBounds(int year, RosterField field) {
    if (year >= FIRST_YEAR && year <= LAST_YEAR) {
      return true;
    }
    outOfBounds.add(field);
    return false;
  }

  /**
   * Reads the ids in a field's array; an id that is missing or in another form makes the field
   * unreadable.
   */
  List<ObjectId> ids(RosterField field) {
    return list(field, () -> id(field));
  }

  /**
   * Reads the texts in a field's array, without empty ones; another form makes the field
   * unreadable.
   */
  List<String> texts(RosterField field) {
    return list(field, () -> text(field));
  }

  /**
   * Reads the members of a field's array; empty if there is no array or it has too many members. A
   * missing member makes the field unreadable, since Clever may now write its value elsewhere; only
   * an empty text among texts is left out.
   *
   * @param member reads the next member; null if it is missing
   */
  <T> List<T> list(RosterField field, Supplier<@Nullable T> member) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      unreadableUnlessMissing(field);
      return List.of();
    }
    var members = new ArrayList<T>();
    boolean tooMany = false;
    while (nextElement()) {
      boolean emptyText = field.form() == RosterField.Form.TEXTS && isEmptyText();
      var next = member.get();
      if (next != null) {
        tooMany |= members.size() == field.form().most();
        if (!tooMany) {
          members.add(next);
        }
      } else if (!emptyText && !outOfBounds.contains(field)) {
        unreadable.add(field);
      }
    }
    if (tooMany) {
      outOfBounds.add(field);
      return List.of();
    }
    return members;
  }

  /** Reads a count, which must exist. */
  long count() {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw new UnexpectedForm("count is not a whole number");
    }
    if (parser.getNumberType() != JsonParser.NumberType.INT || parser.getIntValue() < 0) {
      throw new UnexpectedForm("count is no count");
    }
    return parser.getIntValue();
  }

  private void unreadableUnlessMissing(RosterField... fields) {
    var token = parser.currentToken();
    boolean missing = token == JsonToken.VALUE_NULL || isEmptyText();
    if (!missing) {
      for (var each : fields) {
        unreadable.addAll(each.whole());
      }
    }
    parser.skipChildren();
  }

  private boolean isEmptyText() {
    return parser.currentToken() == JsonToken.VALUE_STRING && parser.getStringLength() == 0;
  }

  /** Returns the flaws since the last call, and forgets them. */
  Flaws takeFlaws() {
    if (unreadable.isEmpty() && outOfBounds.isEmpty() && nulDropped.isEmpty()) {
      return Flaws.NONE;
    }
    var flaws = new Flaws(unreadable, outOfBounds, nulDropped);
    unreadable.clear();
    outOfBounds.clear();
    nulDropped.clear();
    return flaws;
  }
}
