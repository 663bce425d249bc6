package dev.homeroom.sandbox.wire;

import static dev.homeroom.sandbox.district.SeededChoices.below;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.roster.Roster;
import java.io.ByteArrayOutputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the records of one view in one API version. Cheap to create; for one thread. */
public final class RecordWriter {
  private static final int PURPOSE_MILLIS = 2;

  private final AppView view;
  private final Roster roster;
  private final ApiVersion version;
  private final Json json;
  private final boolean stamped;
  private final UserWriter users;
  private final SectionWriter sections;
  private final SchoolWriter schools;
  private final CatalogWriter catalog;
  private final Map<RecordType, Set<String>> hidden = new EnumMap<>(RecordType.class);

  /** Creates a writer of records as the API shows them. */
  public RecordWriter(AppView view, ApiVersion version, Json json) {
    this(view, version, json, true);
  }

  /**
   * @param stamped whether {@code last_modified} and {@code last_sync} are written; without them,
   *     two states of a record can be compared by content
   */
  public RecordWriter(AppView view, ApiVersion version, Json json, boolean stamped) {
    this.view = view;
    this.roster = view.roster();
    this.version = version;
    this.json = json;
    this.stamped = stamped;
    json.fillIn(roster.isClean());
    this.users = new UserWriter(roster, view.profile().dateForm(), version, json);
    this.sections = new SectionWriter(roster, version, json);
    this.schools = new SchoolWriter(roster, json);
    this.catalog = new CatalogWriter(view, version, json, stamped);
    if (!view.hiddenFields().isEmpty()) {
      for (var type : RecordType.values()) {
        hidden.put(type, hiddenOf(view, type));
      }
    }
  }

  private static Set<String> hiddenOf(AppView view, RecordType type) {
    var prefix = type.path() + ".";
    return view.hiddenFields().stream()
        .filter(field -> field.startsWith(prefix))
        .map(field -> field.substring(prefix.length()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Writes the record as one JSON object. */
  public void write(RecordType type, int slot) {
    write(type, slot, true);
  }

  /**
   * Writes the record as one JSON object.
   *
   * @param withId false leaves out the id, which Clever never does
   */
  public void write(RecordType type, int slot, boolean withId) {
    var hiddenHere = hidden.getOrDefault(type, Set.of());
    if (hiddenHere.isEmpty()) {
      writeWhole(type, slot, withId);
    } else {
      // This is rare, so the writers of the single types ignore it: the record is written whole and
      // then copied in part.
      var whole = new ByteArrayOutputStream();
      try (var copy = new Json(whole)) {
        var everything = new AppView(roster, view.profile(), Set.of());
        new RecordWriter(everything, version, copy, stamped).writeWhole(type, slot, withId);
      }
      FieldFilter.copy(whole.toByteArray(), hiddenHere, json);
    }
  }

  private void writeWhole(RecordType type, int slot, boolean withId) {
    json.beginObject();
    if (withId) {
      json.id("id", roster.rows(type).id(slot));
    }
    if (type != RecordType.DISTRICTS) {
      json.id("district", roster.district());
    }
    switch (type) {
      case DISTRICTS -> catalog.district();
      case TERMS -> catalog.term(slot);
      case COURSES -> catalog.course(slot);
      case SCHOOLS -> {
        stamps(type, slot);
        schools.write(slot);
      }
      case SECTIONS -> {
        stamps(type, slot);
        sections.write(slot);
      }
      case USERS -> {
        stamps(type, slot);
        users.write(slot);
      }
    }
    json.endObject();
  }

  private void stamps(RecordType type, int slot) {
    var rows = roster.rows(type);
    var created = rows.created(slot);
    var modified = rows.modified(slot);
    var hash = roster.hash(type, slot, PURPOSE_MILLIS);
    json.time("created", created, millis(hash, created));
    if (stamped) {
      json.time("last_modified", modified, millis(hash, modified));
    }
  }

  private static int millis(long hash, int seconds) {
    return below(hash, seconds, 1000);
  }

  /** Returns the record as the bytes of one JSON object. */
  public static byte[] bytes(
      AppView view, ApiVersion version, RecordType type, int slot, boolean stamped) {
    var bytes = new ByteArrayOutputStream();
    try (var json = new Json(bytes)) {
      new RecordWriter(view, version, json, stamped).write(type, slot);
    }
    return bytes.toByteArray();
  }
}
