package dev.homeroom.clever.read;

import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.Event;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.clever.record.RecordType;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.util.TokenBuffer;

/**
 * Reads the events of Clever's feed (sandbox/CLEVER.md 4). Fields come in any order, so the changed
 * record is kept until its type is known. {@code previous_attributes} is read inside {@code data},
 * where recordings have it, and next to it, where Clever's description has it.
 */
public final class EventReader {

  private static final String ID = "id";

  private @Nullable ObjectId id;
  private @Nullable String type;
  private @Nullable TokenBuffer object;
  private @Nullable TokenBuffer previous;

  private EventReader() {}

  /** Reads the event that was just entered; null if it has no well-formed id. */
  public static @Nullable Event event(JsonReader in) {
    var reader = new EventReader();
    while (in.nextField()) {
      switch (in.field()) {
        case ID -> reader.id = in.id();
        case "type" -> reader.type = in.text();
        case "data" -> reader.data(in);
        case "previous_attributes" -> reader.previous = in.object();
        default -> in.skip();
      }
    }
    return reader.read();
  }

  private void data(JsonReader in) {
    if (!in.enterObject()) {
      return;
    }
    while (in.nextField()) {
      switch (in.field()) {
        case "object" -> object = in.object();
        case "previous_attributes" -> previous = in.object();
        default -> in.skip();
      }
    }
  }

  private @Nullable Event read() {
    if (id == null) {
      return null;
    }
    if (type == null) {
      return new Event.Unreadable(id);
    }
    int dot = type.indexOf('.');
    var changed = RecordType.ofPath(dot < 0 ? type : type.substring(0, dot));
    if (changed.isEmpty()) {
      return new Event.Other(id);
    }
    var kind = kind(type.substring(dot + 1));
    return kind.isPresent() && object != null
        ? change(id, changed.get(), kind.get(), object)
        : new Event.Unreadable(id);
  }

  private <T extends CleverRecord> Event change(
      ObjectId event, RecordType<T> changed, Event.Kind kind, TokenBuffer whole) {
    var reader = RecordReaders.of(changed);
    var record = JsonReader.nested(whole, reader);
    if (record == null) {
      return new Event.Unreadable(event);
    }
    T before = null;
    if (kind == Event.Kind.UPDATED && previous != null) {
      before = JsonReader.nested(JsonReader.withId(previous, record.id()), reader);
    }
    return new Event.Change<>(event, changed, kind, record, before);
  }

  private static Optional<Event.Kind> kind(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "created" -> Optional.of(Event.Kind.CREATED);
      case "updated" -> Optional.of(Event.Kind.UPDATED);
      case "deleted" -> Optional.of(Event.Kind.DELETED);
      default -> Optional.empty();
    };
  }
}
