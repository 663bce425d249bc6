package dev.homeroom.server.sync;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.homeroom.clever.http.CleverClient;
import dev.homeroom.clever.record.RosterField;
import dev.homeroom.sandbox.Sandbox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The sandbox behind a proxy that puts odd values into fields of records, wherever they are told.
 */
final class FaultyClever implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Sandbox clever;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, Map<RosterField, JsonNode>> spoilt = new ConcurrentHashMap<>();
  private final Set<RosterField> served = ConcurrentHashMap.newKeySet();
  final CleverClient client;

  FaultyClever(Sandbox clever) throws IOException {
    this.clever = clever;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    this.client = SyncFixture.client(uri().toString());
  }

  /** Where it answers. */
  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on the record has this in the field. */
  void spoil(String id, RosterField field, JsonNode value) {
    spoilt.computeIfAbsent(id, _ -> new ConcurrentHashMap<>()).put(field, value);
  }

  void spoil(String id, RosterField field, String json) {
    spoil(id, field, JSON.readTree(json));
  }

  /** The fields that it has answered with something else than the sandbox since it was healed. */
  Set<RosterField> served() {
    return Set.copyOf(served);
  }

  /** Everything is as the sandbox has it. */
  void heal() {
    spoilt.clear();
    served.clear();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request =
          HttpRequest.newBuilder(URI.create(clever.baseUrl() + exchange.getRequestURI()))
              .header("Authorization", exchange.getRequestHeaders().getFirst("Authorization"))
              .build();
      var response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      var body = response.body();
      if (response.statusCode() == 200 && !spoilt.isEmpty()) {
        var answer = JSON.readTree(body);
        spoil(answer.path("data"));
        body = JSON.writeValueAsBytes(answer);
      }
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException stopped) {
      throw new IOException(stopped);
    }
  }

  /** Goes through lists, envelopes and events to the records in them. */
  private void spoil(JsonNode data) {
    if (data.isArray()) {
      data.forEach(each -> spoil(each.path("data")));
    } else if (data.path("data").has("object")) {
      spoil(data.path("data").path("object"));
    } else if (data instanceof ObjectNode record) {
      spoilt
          .getOrDefault(record.path("id").asString(""), Map.of())
          .forEach((field, value) -> {
            if (put(record, field.path(), value)) {
              served.add(field);
            }
          });
    }
  }

  /** Whether the record has the object that the field is in. */
  private static boolean put(ObjectNode record, String path, JsonNode value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      record.set(path, value);
      return true;
    }
    return record.path(path.substring(0, dot)) instanceof ObjectNode inner
        && put(inner, path.substring(dot + 1), value);
  }

  @Override
  public void close() {
    client.close();
    http.close();
    server.stop(0);
    threads.close();
  }
}
