package dev.homeroom.server.access;

import dev.homeroom.sandbox.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Clever says of a district, read by plain HTTP: who belongs to whom, by the rules and not by
 * the server's queries. All ids are Clever's digits.
 */
record AccessTruth(
    SortedMap<String, JsonNode> users,
    SortedMap<String, JsonNode> sections,
    SortedMap<String, JsonNode> schools,
    Set<String> terms,
    Set<String> courses) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> ROLES =
      List.of("student", "teacher", "staff", "district_admin", "contact");

  static AccessTruth of(Sandbox clever) {
    try (var http = HttpClient.newHttpClient()) {
      return new AccessTruth(
          list(http, clever, "users"),
          list(http, clever, "sections"),
          list(http, clever, "schools"),
          list(http, clever, "terms").keySet(),
          list(http, clever, "courses").keySet());
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(failure);
    }
  }

  Set<String> roles(String user) {
    var roles = user(user).path("roles");
    return ROLES.stream()
        .filter(role -> !roles.path(role).isMissingNode())
        .collect(Collectors.toSet());
  }

  /** Users with exactly these roles, in the order of their ids. */
  List<String> holding(Set<String> roles) {
    return users.keySet().stream().filter(id -> roles(id).equals(roles)).toList();
  }

  Set<String> attended(String user) {
    return sectionsWith("students", user);
  }

  Set<String> taught(String user) {
    return sectionsWith("teachers", user);
  }

  /** Who stands in a list of any of the sections. */
  Set<String> people(Set<String> of, String list) {
    return of.stream().flatMap(id -> texts(section(id), list).stream()).collect(Collectors.toSet());
  }

  /** What the sections refer to. */
  Set<String> referred(Set<String> of, String reference) {
    return of.stream()
        .map(id -> text(section(id), reference))
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }

  Set<String> sectionsAt(Set<String> at) {
    return sections.keySet().stream()
        .filter(id -> text(section(id), "school").filter(at::contains).isPresent())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Set<String> schoolsOf(String user, String role) {
    return texts(user(user).path("roles").path(role), "schools");
  }

  /** Users who learn, teach or work at one of the schools. */
  Set<String> members(Set<String> at) {
    return users.keySet().stream()
        .filter(id ->
            List.of("student", "teacher", "staff").stream()
                .anyMatch(role -> {
                  var schoolsHere = new HashSet<>(schoolsOf(id, role));
                  text(user(id).path("roles").path(role), "school").ifPresent(schoolsHere::add);
                  return schoolsHere.stream().anyMatch(at::contains);
                }))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> sectionsWith(String list, String user) {
    return sections.keySet().stream()
        .filter(id -> texts(section(id), list).contains(user))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private JsonNode section(String id) {
    return sections.getOrDefault(id, JSON.createObjectNode());
  }

  private JsonNode user(String id) {
    return users.getOrDefault(id, JSON.createObjectNode());
  }

  private static Set<String> texts(JsonNode record, String list) {
    return StreamSupport.stream(record.path(list).spliterator(), false)
        .map(JsonNode::asString)
        .collect(Collectors.toSet());
  }

  private static Optional<String> text(JsonNode record, String field) {
    return Optional.of(record.path(field).asString("")).filter(text -> !text.isEmpty());
  }

  private static SortedMap<String, JsonNode> list(HttpClient http, Sandbox clever, String path)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(clever.baseUrl() + "/v3.1/" + path + "?limit=10000"))
            .header("authorization", "Bearer " + clever.token())
            .build();
    var records = new TreeMap<String, JsonNode>();
    for (var each :
        JSON.readTree(http.send(request, BodyHandlers.ofString()).body()).path("data")) {
      records.put(each.path("data").path("id").asString(), each.path("data"));
    }
    return records;
  }
}
