package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.text;
import static dev.homeroom.sandbox.PlainClient.texts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Everything that the API showed at one moment, by type and id. */
record VisibleRecords(Map<String, Map<String, JsonNode>> types) {

  Map<String, JsonNode> of(String type) {
    return Objects.requireNonNull(types.get(type));
  }

  Set<String> ids(String type) {
    return of(type).keySet();
  }

  JsonNode record(String type, String id) {
    return Objects.requireNonNull(of(type).get(id));
  }

  JsonNode section(String id) {
    return record("sections", id);
  }

  /** The sections that pass, in order of id. */
  List<String> sections(Predicate<JsonNode> test) {
    return of("sections").values().stream().filter(test).map(each -> text(each, "id")).toList();
  }

  List<String> sectionsAt(String school) {
    return sections(section -> text(section, "school").equals(school));
  }

  /** The users who pass, in order of id. */
  List<String> users(Predicate<JsonNode> test) {
    return of("users").values().stream().filter(test).map(each -> text(each, "id")).toList();
  }

  static Predicate<JsonNode> holds(String role) {
    return user -> user.path("roles").has(role);
  }

  /** Whether a student or teacher belongs to the school. */
  static Predicate<JsonNode> belongsTo(String school) {
    return user ->
        Stream.of("student", "teacher")
            .anyMatch(
                role -> texts(user.path("roles").path(role).path("schools")).contains(school));
  }

  /**
   * What is shared with these sections and users, worked out from whole records of everything
   * (CLEVER.md 6.2).
   */
  Shared closure(List<String> sections, List<String> users) {
    var shared = new Shared();
    sections.forEach(id -> {
      var section = section(id);
      shared.add("sections", id);
      shared.add("schools", text(section, "school"));
      shared.add("courses", text(section, "course"));
      shared.add("terms", text(section, "term_id"));
      texts(section.path("students")).forEach(user -> shared.add("users", user));
      texts(section.path("teachers")).forEach(user -> shared.add("users", user));
    });
    users.forEach(user -> shared.add("users", user));
    users(holds("district_admin")).forEach(user -> shared.add("users", user));
    return shared;
  }

  /** Adds the contacts of the students in it. */
  Shared withContacts(Shared shared) {
    var students = Set.copyOf(shared.ids("users"));
    users(user ->
            PlainClient.elements(user.path("roles").path("contact").path("student_relationships"))
                .anyMatch(relation -> students.contains(text(relation, "student"))))
        .forEach(user -> shared.add("users", user));
    return shared;
  }

  /** Ids of records by type, apart from the district's. */
  static final class Shared {
    private final Map<String, Set<String>> ids = new TreeMap<>();

    Shared() {
      SharedDistrict.TYPES.forEach(type -> ids.put(type, new TreeSet<>()));
      ids.remove("districts");
    }

    void add(String type, String id) {
      if (!id.isEmpty()) {
        ids(type).add(id);
      }
    }

    Set<String> ids(String type) {
      return Objects.requireNonNull(ids.get(type));
    }

    Map<String, Set<String>> all() {
      return ids;
    }
  }

  /** The ids shown, apart from the district's. */
  Map<String, Set<String>> all() {
    Map<String, Set<String>> all = new TreeMap<>();
    types.forEach((type, records) -> all.put(type, records.keySet()));
    all.remove("districts");
    return all;
  }

  /**
   * The events that lead from here to there, in the order of a burst (CLEVER.md 4), as {@code
   * sections.updated <id>}; found by comparing the records.
   */
  List<String> eventsTo(VisibleRecords later) {
    var order = List.of("schools", "terms", "courses", "users", "sections");
    List<String> events = new ArrayList<>();
    for (var type : order) {
      later.ids(type).stream()
          .filter(id -> !ids(type).contains(id))
          .forEach(id -> events.add(type + ".created " + id));
    }
    for (var type : order) {
      later.ids(type).stream()
          .filter(ids(type)::contains)
          .filter(id -> differ(type, id, later))
          .forEach(id -> events.add(type + ".updated " + id));
    }
    for (var type : order.reversed()) {
      ids(type).stream()
          .filter(id -> !later.ids(type).contains(id))
          .forEach(id -> events.add(type + ".deleted " + id));
    }
    ids("districts").stream()
        .filter(id -> !record("districts", id).equals(later.record("districts", id)))
        .forEach(id -> events.add("districts.updated " + id));
    return events;
  }

  private boolean differ(String type, String id, VisibleRecords later) {
    return !content(record(type, id)).equals(content(later.record(type, id)));
  }

  private static JsonNode content(JsonNode record) {
    var copy = (ObjectNode) record.deepCopy();
    copy.remove(Arrays.asList("last_modified"));
    return copy;
  }
}
