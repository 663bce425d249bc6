package dev.homeroom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JDK's HTTP client and nothing of ours: what any program would see of the sandbox. */
final class PlainClient {
  static final JsonMapper MAPPER = JsonMapper.shared();

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String baseUrl;
  private final String token;

  PlainClient(Sandbox sandbox) {
    this(sandbox.baseUrl(), sandbox.token());
  }

  PlainClient(String baseUrl, String token) {
    this.baseUrl = baseUrl;
    this.token = token;
  }

  /** Any answer. */
  HttpResponse<String> get(String path) {
    return send(request(path).header("Authorization", "Bearer " + token).build());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(baseUrl + path));
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An answer that must be 200 and JSON. */
  JsonNode json(String path) {
    var response = get(path);
    assertThat(response.statusCode()).as(path + " " + response.body()).isEqualTo(200);
    return MAPPER.readTree(response.body());
  }

  /** The bodies of all pages, following the links called next. */
  List<String> pages(String path) {
    List<String> pages = new ArrayList<>();
    var next = Optional.of(path);
    while (next.isPresent()) {
      var response = get(next.get());
      assertThat(response.statusCode()).as(next.get()).isEqualTo(200);
      pages.add(response.body());
      next = link(MAPPER.readTree(response.body()), "next");
    }
    return pages;
  }

  /** The records of all pages. */
  List<JsonNode> walk(String path) {
    return pages(path).stream().flatMap(page -> records(MAPPER.readTree(page))).toList();
  }

  /** The ids of all pages. */
  List<String> ids(String path) {
    return walk(path).stream().map(record -> text(record, "id")).toList();
  }

  long count(String path) {
    return json(path).path("count").asLong();
  }

  static Stream<JsonNode> records(JsonNode page) {
    return elements(page.path("data")).map(item -> item.path("data"));
  }

  static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  static List<String> texts(JsonNode array) {
    return elements(array).map(JsonNode::asString).toList();
  }

  static String text(JsonNode record, String field) {
    return record.path(field).asString();
  }

  static Optional<String> link(JsonNode page, String relation) {
    return elements(page.path("links"))
        .filter(link -> text(link, "rel").equals(relation))
        .map(link -> text(link, "uri"))
        .findFirst();
  }
}
