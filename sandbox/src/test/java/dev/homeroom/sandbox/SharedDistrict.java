package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.text;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** A small district under a clock that stands still, and a plain client that follows its feed. */
final class SharedDistrict implements AutoCloseable {
  static final List<String> TYPES =
      List.of("districts", "schools", "terms", "courses", "sections", "users");
  static final Instant START = Instant.parse("2026-11-05T06:00:00Z");

  final Sandbox sandbox;
  final PlainClient client;
  private String cursor = "";

  SharedDistrict(int students) throws IOException {
    this(students, 1);
  }

  SharedDistrict(int students, long seed) throws IOException {
    sandbox =
        Sandbox.start(
            SandboxConfig.demo()
                .withStudents(students)
                .withSeed(seed)
                .withRateLimit(0)
                .withClock(Clock.fixed(START, ZoneOffset.UTC)));
    client = new PlainClient(sandbox);
  }

  /** The events since the last time somebody asked here. */
  List<JsonNode> news() {
    var news = client.walk("/v3.1/events?limit=1000" + after(cursor));
    if (!news.isEmpty()) {
      cursor = text(news.getLast(), "id");
    }
    return news;
  }

  static String after(String cursor) {
    return cursor.isEmpty() ? "" : "&starting_after=" + cursor;
  }

  /** The news as {@code sections.updated <id>}. */
  List<String> newsInShort() {
    return news().stream()
        .map(event -> text(event, "type") + " " + text(event.path("data").path("object"), "id"))
        .toList();
  }

  /** Everything that is shared now. */
  VisibleRecords shown() {
    Map<String, Map<String, JsonNode>> types = new TreeMap<>();
    TYPES.forEach(type -> types.put(type, records(type)));
    return new VisibleRecords(types);
  }

  /** All records of a type that are shared, by id. */
  Map<String, JsonNode> records(String type) {
    return records("v3.1", type);
  }

  Map<String, JsonNode> records(String version, String type) {
    Map<String, JsonNode> records = new TreeMap<>();
    client
        .walk("/" + version + "/" + type + "?limit=10000")
        .forEach(record -> records.put(text(record, "id"), record));
    return records;
  }

  List<String> ids(String path) {
    return client.ids("/v3.1/" + path);
  }

  JsonNode record(String type, String id) {
    return client.json("/v3.1/" + type + "/" + id).path("data");
  }

  int status(String path) {
    return client.get("/v3.1/" + path).statusCode();
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
