package dev.homeroom.clever.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;

/**
 * An HTTP server that gives the answers it was told, one after the other, and remembers what it was
 * asked; with a clock that only a client's waiting moves.
 */
final class FakeClever implements AutoCloseable {

  static final CleverToken TOKEN = CleverToken.of("canary-token-5f3a");
  static final ClientCredentials CLIENT = new ClientCredentials("app", "canary-secret-77");

  @FunctionalInterface
  interface Answer {
    void give(HttpExchange exchange) throws IOException;

    static Answer json(String body) {
      return of(200, "application/json; charset=utf-8", body);
    }

    static Answer status(int status) {
      return of(status, "application/json; charset=utf-8", "{\"message\":\"canary-body\"}");
    }

    static Answer of(int status, String contentType, String body) {
      return of(status, contentType, body, Map.of());
    }

    static Answer of(int status, String contentType, String body, Map<String, String> headers) {
      return exchange -> {
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("Content-Type", contentType);
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
      };
    }

    /** One in an encoding of its maker's choice. */
    static Answer json(String body, Charset encoding) {
      return exchange -> {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        var bytes = body.getBytes(encoding);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
      };
    }

    static Answer limited(int status, String body, String remaining, String reset) {
      return of(
          status,
          "application/json",
          body,
          Map.of("x-ratelimit-remaining", remaining, "X-RATELIMIT-RESET", reset));
    }
  }

  record Asked(String uri, String authorization) {}

  private final HttpServer server;
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-09-01T08:00:00Z"));
  final AtomicReference<ClientCredentials> ours = new AtomicReference<>(CLIENT);
  final List<Asked> asked = new CopyOnWriteArrayList<>();
  final List<String> forms = new CopyOnWriteArrayList<>();
  final List<Duration> waits = new CopyOnWriteArrayList<>();
  final CleverClient client;
  final CleverSignIn signIn;

  FakeClever() throws IOException {
    this(Duration.ofSeconds(30));
  }

  FakeClever(Duration answerTimeout) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(handlers);
    server.createContext("/", this::handle);
    server.start();
    var config = config(answerTimeout);
    client = new CleverClient(config);
    signIn = new CleverSignIn(config, ours::get);
  }

  private CleverConfig config(Duration answerTimeout) {
    return new CleverConfig(
        url(),
        url(),
        CleverVersion.V3_1,
        ours::get,
        Duration.ofSeconds(5),
        answerTimeout,
        1 << 20,
        RetryPolicy.DEFAULT,
        ((InstantSource) now::get).withZone(ZoneOffset.UTC),
        duration -> {
          waits.add(duration);
          now.updateAndGet(instant -> instant.plus(duration));
        },
        RandomGenerator.of("L64X128MixRandom"));
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  Clock clock() {
    return ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  }

  FakeClever answers(Answer... next) {
    answers.addAll(List.of(next));
    return this;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(
          new Asked(
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders().getFirst("Authorization")));
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (!body.isEmpty()) {
        forms.add(body);
      }
      var answer = answers.poll();
      (answer == null ? Answer.status(418) : answer).give(exchange);
    }
  }

  List<String> askedUris() {
    return asked.stream().map(Asked::uri).toList();
  }

  @Override
  public void close() {
    client.close();
    signIn.close();
    server.stop(0);
    handlers.shutdownNow();
  }
}
