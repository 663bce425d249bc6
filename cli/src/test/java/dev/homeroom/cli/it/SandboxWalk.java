package dev.homeroom.cli.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Everything that a sandbox serves, read by plain HTTP and nothing of ours. */
record SandboxWalk(Map<String, Map<String, JsonNode>> records) {
  static final List<String> TYPES = List.of("schools", "terms", "courses", "sections", "users");
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * Reads a sandbox from its first page to its last.
   *
   * @param readyFile where it told its address and its district's token
   */
  static SandboxWalk of(Path readyFile) throws IOException, InterruptedException {
    var ready = JSON.readTree(Files.readString(readyFile));
    var base = URI.create(ready.path("url").stringValue());
    var records = new TreeMap<String, Map<String, JsonNode>>();
    try (var http = HttpClient.newHttpClient()) {
      for (var type : TYPES) {
        records.put(type, list(http, base, type, ready.path("token").stringValue()));
      }
    }
    return new SandboxWalk(records);
  }

  /** Sizes, under the names of {@code up}'s JSON. */
  Map<String, Long> counts() {
    var counts = new LinkedHashMap<String, Long>();
    for (var type : List.of("schools", "terms", "courses", "sections")) {
      counts.put(type, (long) of(type).size());
    }
    counts.put("students", withRole("student"));
    counts.put("teachers", withRole("teacher"));
    counts.put("staff", withRole("staff"));
    counts.put("districtAdmins", withRole("district_admin"));
    counts.put("contacts", withRole("contact"));
    counts.put("enrollments", seats("students"));
    counts.put("teacherEnrollments", seats("teachers"));
    return counts;
  }

  /** What became of the records of a type since an earlier walk. */
  Map<String, Long> changesSince(SandboxWalk earlier, String type) {
    var before = earlier.of(type);
    var now = of(type);
    return Map.of(
        "created", now.keySet().stream().filter(id -> !before.containsKey(id)).count(),
        "updated",
            now.entrySet().stream()
                .filter(entry -> before.containsKey(entry.getKey()))
                .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
                .count(),
        "archived", before.keySet().stream().filter(id -> !now.containsKey(id)).count(),
        "restored", 0L);
  }

  private Map<String, JsonNode> of(String type) {
    return records.getOrDefault(type, Map.of());
  }

  private long withRole(String role) {
    return of("users").values().stream()
        .filter(user -> !user.path("roles").path(role).isMissingNode())
        .count();
  }

  private long seats(String list) {
    return of("sections").values().stream().mapToLong(s -> s.path(list).size()).sum();
  }

  private static Map<String, JsonNode> list(HttpClient http, URI base, String type, String token)
      throws IOException, InterruptedException {
    var found = new TreeMap<String, JsonNode>();
    var next = base.resolve("/v3.1/" + type + "?limit=1000");
    while (next != null) {
      var request = HttpRequest.newBuilder(next).header("authorization", "Bearer " + token).build();
      var page = JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
      for (var item : page.path("data")) {
        var record = (ObjectNode) item.path("data");
        record.remove(List.of("last_modified"));
        found.put(record.path("id").stringValue(), record);
      }
      URI following = null;
      for (var link : page.path("links")) {
        if (link.path("rel").stringValue().equals("next")) {
          following = base.resolve(link.path("uri").stringValue());
        }
      }
      next = page.path("data").isEmpty() ? null : following;
    }
    return found;
  }
}
