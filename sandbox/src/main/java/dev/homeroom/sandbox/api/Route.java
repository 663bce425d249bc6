package dev.homeroom.sandbox.api;

import dev.homeroom.sandbox.district.ObjectId;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.wire.ApiVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A path of Clever's data API (sandbox/CLEVER.md 3.3): {@code /version/collection[/id[/relation]]}.
 * The id may be unknown.
 */
record Route(
    ApiVersion version, String collection, Optional<String> id, Optional<String> relation) {
  private static final String ME = "me";
  private static final Map<String, Set<String>> RELATIONS =
      Map.of(
          "districts",
          Set.of(),
          "schools",
          Set.of("district", "courses", "sections", "terms", "users"),
          "users",
          Set.of(
              "district",
              "schools",
              "sections",
              "mycontacts",
              "myteachers",
              "mystudents",
              "resources"),
          "sections",
          Set.of("district", "school", "course", "term", "users", "resources"),
          "courses",
          Set.of("district", "schools", "sections", "resources"),
          "terms",
          Set.of("district", "schools", "sections"),
          "resources",
          Set.of("courses", "sections", "users"),
          "events",
          Set.of(),
          ME,
          Set.of());

  /** The path without version and with {@code {id}} for an id. */
  String pattern() {
    return collection
        + id.map(_ -> "/{id}").orElse("")
        + relation.map(word -> "/" + word).orElse("");
  }

  /** The record type at the end of the path; empty if it is none of the roster's types. */
  Optional<RecordType> answered() {
    return RecordType.ofPath(
        switch (relation.orElse(collection)) {
          case "district" -> "districts";
          case "school" -> "schools";
          case "course" -> "courses";
          case "term" -> "terms";
          case "mycontacts", "myteachers", "mystudents" -> "users";
          default -> relation.orElse(collection);
        });
  }

  /** Returns whether the route leads to the feed or one event. */
  boolean isEvents() {
    return collection.equals("events");
  }

  /** Returns whether the route asks for the owner of the token. */
  boolean isMe() {
    return collection.equals(ME);
  }

  /** Returns whether the route leads to exactly this record. */
  boolean isRecord(RecordType type, ObjectId record) {
    return collection.equals(type.path())
        && id.map(record.toString()::equals).orElse(false)
        && relation.isEmpty();
  }

  /** The route of a path; empty if Clever has no such path. */
  static Optional<Route> of(List<String> segments) {
    if (segments.size() < 2 || segments.size() > 4) {
      return Optional.empty();
    }
    var relations = RELATIONS.get(segments.get(1));
    var id = segments.stream().skip(2).findFirst();
    var relation = segments.stream().skip(3).findFirst();
    if (relations == null || !relation.map(relations::contains).orElse(true)) {
      return Optional.empty();
    }
    if (segments.get(1).equals(ME) && id.isPresent()) {
      return Optional.empty();
    }
    return ApiVersion.ofPath(segments.getFirst())
        .filter(_ -> id.map(given -> !given.isEmpty()).orElse(true))
        .map(version -> new Route(version, segments.get(1), id, relation));
  }
}
