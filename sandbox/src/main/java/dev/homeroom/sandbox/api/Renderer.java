package dev.homeroom.sandbox.api;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.event.Event;
import dev.homeroom.sandbox.event.EventList;
import dev.homeroom.sandbox.event.EventWriter;
import dev.homeroom.sandbox.http.Answer;
import dev.homeroom.sandbox.http.Query;
import dev.homeroom.sandbox.http.Request;
import dev.homeroom.sandbox.wire.ApiVersion;
import dev.homeroom.sandbox.wire.AppView;
import dev.homeroom.sandbox.wire.Json;
import dev.homeroom.sandbox.wire.RecordWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;

/**
 * Renders Clever's envelope around records: {@code data}, {@code uri}, {@code links}, {@code count}
 * (sandbox/CLEVER.md 3.2).
 */
final class Renderer {
  private static final Map<RecordType, List<String>> SINGLE_LINKS =
      Map.of(
          RecordType.DISTRICTS, List.of(),
          RecordType.SCHOOLS, List.of("district", "sections", "users", "terms", "courses"),
          RecordType.TERMS, List.of("district", "schools", "sections"),
          RecordType.COURSES, List.of("district", "schools", "sections"),
          RecordType.SECTIONS, List.of("district", "users", "school", "term", "course"),
          RecordType.USERS,
              List.of("district", "schools", "sections", "myContacts", "myTeachers", "myStudents"));
  private static final Map<RecordType, Integer> EXPECTED_LENGTHS =
      Map.of(
          RecordType.DISTRICTS, 1_024,
          RecordType.SCHOOLS, 800,
          RecordType.TERMS, 256,
          RecordType.COURSES, 256,
          RecordType.SECTIONS, 1_600,
          RecordType.USERS, 1_400);
  private static final int EXPECTED_EVENT_LENGTH = 2_048;
  private static final int ENVELOPE_LENGTH = 1_024;

  /** Writes the members of one element of a list. */
  private interface Item {
    void write(int index, int position);
  }

  private final AppView view;
  private final ApiVersion version;
  private final Request request;

  Renderer(AppView view, ApiVersion version, Request request) {
    this.view = view;
    this.version = version;
    this.request = request;
  }

  Answer one(RecordType type, int slot) {
    var uri = uri(type, slot);
    return Answer.json(
        ENVELOPE_LENGTH + expectedLength(type),
        json -> {
          json.beginObject();
          json.value("data", () -> new RecordWriter(view, version, json).write(type, slot));
          json.beginArray("links");
          link(json, "self", uri);
          for (var relation : SINGLE_LINKS.getOrDefault(type, List.of())) {
            link(json, relation, uri + "/" + relation.toLowerCase(Locale.ROOT));
          }
          json.endArray();
          json.endObject();
        });
  }

  Answer count(long count) {
    return Answer.json(
        ENVELOPE_LENGTH,
        json -> {
          json.beginObject();
          json.number("count", count);
          json.beginArray("links");
          link(json, "self", request.uri());
          json.endArray();
          json.endObject();
        });
  }

  /** A list without records. */
  Answer none() {
    return list(Page.empty(), Query.parse(null), 0, ENVELOPE_LENGTH, _ -> (_, _) -> {});
  }

  Answer list(RecordType type, Page page, Query query, int limit, boolean firstWithoutId) {
    return list(
        page,
        query,
        limit,
        expectedLength(type),
        json -> {
          var writer = new RecordWriter(view, version, json);
          return (index, slot) -> {
            var withId = !(firstWithoutId && index == 0);
            json.value("data", () -> writer.write(type, slot, withId));
            json.text("uri", uri(type, slot));
          };
        });
  }

  /** A page of the feed. */
  Answer events(EventList events, Page page, Query query, int limit) {
    return list(
        page,
        query,
        limit,
        EXPECTED_EVENT_LENGTH,
        json -> {
          var writer = new EventWriter(version, json);
          return (_, position) -> {
            var event = events.event(position);
            json.value("data", () -> writer.write(event));
            json.text("uri", uri(event));
          };
        });
  }

  Answer event(Event event) {
    return Answer.json(
        ENVELOPE_LENGTH + EXPECTED_EVENT_LENGTH,
        json -> {
          json.beginObject();
          json.value("data", () -> new EventWriter(version, json).write(event));
          json.beginArray("links");
          link(json, "self", uri(event));
          json.endArray();
          json.endObject();
        });
  }

  private Answer list(
      Page page, Query query, int limit, int expectedLength, Function<Json, Item> items) {
    return Answer.json(
        ENVELOPE_LENGTH + page.size() * expectedLength,
        json -> {
          var item = items.apply(json);
          json.beginObject();
          json.beginArray("data");
          for (var index = 0; index < page.size(); index++) {
            json.beginObject();
            item.write(index, page.position(index));
            json.endObject();
          }
          json.endArray();
          links(json, page, query, limit);
          json.endObject();
        });
  }

  private void links(Json json, Page page, Query query, int limit) {
    json.beginArray("links");
    link(json, "self", request.uri());
    if (page.linksToPrevious()) {
      link(json, "prev", pageUri(query, limit, "ending_before", page.id(0).toString()));
    }
    if (page.linksToNext()) {
      var last = page.id(page.size() - 1);
      link(json, "next", pageUri(query, limit, "starting_after", last.toString()));
    }
    json.endArray();
  }

  /** Returns the path with the same query and another cursor, which comes last. */
  private String pageUri(Query query, int limit, String cursor, String id) {
    var parameters = new StringJoiner("&");
    if (query.first("limit").isEmpty()) {
      parameters.add("limit=" + limit);
    }
    for (var parameter : query.parameters()) {
      if (!parameter.name().equals("starting_after") && !parameter.name().equals("ending_before")) {
        parameters.add(parameter.raw());
      }
    }
    return request.path() + "?" + parameters.add(cursor + "=" + id);
  }

  private static void link(Json json, String relation, String uri) {
    json.beginObject();
    json.text("rel", relation);
    json.text("uri", uri);
    json.endObject();
  }

  private String uri(RecordType type, int slot) {
    return "/" + version.path() + "/" + type.path() + "/" + view.roster().rows(type).id(slot);
  }

  private String uri(Event event) {
    return "/" + version.path() + "/events/" + event.id();
  }

  private static int expectedLength(RecordType type) {
    return EXPECTED_LENGTHS.getOrDefault(type, ENVELOPE_LENGTH);
  }
}
