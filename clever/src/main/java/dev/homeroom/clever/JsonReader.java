package dev.homeroom.clever;

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
 * Reads values from a stream of JSON, forgiving towards single values, strict towards the form
 * around them. Each reading method takes the value that stands next and leaves the reader behind
 * it. Missing, null and {@code ""} are the same; a field's value of another form, or beyond its
 * bounds, is missing, and the record's {@link Flaws} name the field.
 */
final class JsonReader {

  /** An answer whose form is not Clever's; the message quotes nothing of it. */
  static final class UnexpectedForm extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnexpectedForm(String message) {
      super(message);
    }
  }

  /** Clever's records are no deeper; deeper things are of another form, or of no interest. */
  private static final int DEEPEST = 8;

  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2200;

  private final JsonParser parser;
  private String field = "";
  private final Set<RosterField> unreadable = EnumSet.noneOf(RosterField.class);
  private final Set<RosterField> outOfBounds = EnumSet.noneOf(RosterField.class);
  private final Set<RosterField> nulDropped = EnumSet.noneOf(RosterField.class);

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
    skip();
    return false;
  }

  /**
   * Enters the object that holds these fields; false if there is none. One of another form says
   * nothing of them.
   */
  boolean enterObject(RosterField... fields) {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return true;
    }
    unreadableUnlessMissing(fields);
    return false;
  }

  void skip() {
    parser.skipChildren();
  }

  /**
   * Keeps an object to be read later; null if there is none. Of what lies deeper than any record's
   * fields only the form is kept, and no number's digits: no field is a number.
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

  /** Reads a kept object. */
  static <T> @Nullable T nested(TokenBuffer object, RecordReader<T> reader) {
    try (var from = object.asParser(ObjectReadContext.empty())) {
      var in = new JsonReader(from);
      in.enterRoot();
      return reader.read(in);
    }
  }

  /** A text of the envelope. */
  @Nullable String text() {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      skip();
      return null;
    }
    var text = parser.getString();
    return text.isEmpty() ? null : text;
  }

  /** The text of a field. */
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

  /** Whether each half of a surrogate pair has its other half. */
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

  /** An id of the envelope or of the record itself; null unless it is well-formed. */
  @Nullable ObjectId id() {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      skip();
      return null;
    }
    return ObjectId.read(
        parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
  }

  /** The id in a field. */
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

  /** The day in a field, also where a time of day stands behind it. */
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

  /** The moment in a field. */
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

  /** The ids in a field's array; one that is missing or of another form makes it unreadable. */
  List<ObjectId> ids(RosterField field) {
    return list(field, () -> id(field));
  }

  /** The texts in a field's array without empty ones; another form makes it unreadable. */
  List<String> texts(RosterField field) {
    return list(field, () -> text(field));
  }

  /**
   * The members of a field's array; empty unless there is one, and where it has too many. A member
   * that is missing makes the field unreadable, since what it meant may be written elsewhere now;
   * only an empty text among texts is left out.
   *
   * @param member takes the member that stands next; null if it is missing
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

  /** A count, which has to be there. */
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

  /** The fields that were not taken as they were since this was last asked. */
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
