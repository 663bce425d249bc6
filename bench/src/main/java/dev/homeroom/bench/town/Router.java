package dev.homeroom.bench.town;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.RosterChange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Forwards each request to the sandbox whose token it carries, and that sandbox's answer back. */
final class Router implements AutoCloseable {

  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "transfer-encoding", "date", ":status");

  private final Map<String, Sandbox> byToken;
  private final Map<String, Sandbox> byDistrict;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Router(List<Sandbox> sandboxes, HttpServer server) {
    this.byToken = by(sandboxes, Sandbox::token);
    this.byDistrict = by(sandboxes, Sandbox::districtId);
    this.server = server;
  }

  /** Serves all sandboxes at a free port of the loopback address. */
  static Router start(List<Sandbox> sandboxes) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var server = HttpServer.create(address, 1024);
    var router = new Router(sandboxes, server);
    server.setExecutor(router.threads);
    server.createContext("/", router::pass);
    server.createContext("/town/drift", exchange -> router.order(exchange, Router::drift));
    server.createContext("/town/rename", exchange -> router.order(exchange, Router::rename));
    server.start();
    return router;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      var authorization = exchange.getRequestHeaders().getFirst("Authorization");
      var sandbox =
          authorization == null || !authorization.startsWith("Bearer ")
              ? null
              : byToken.get(authorization.substring("Bearer ".length()));
      if (sandbox == null) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      var request =
          HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + exchange.getRequestURI()))
              .header("Authorization", authorization)
              .build();
      var answer = client.send(request, BodyHandlers.ofByteArray());
      answer
          .headers()
          .map()
          .forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
              exchange.getResponseHeaders().put(name, values);
            }
          });
      var body = answer.body();
      exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** A change of a district's sandbox. */
  @FunctionalInterface
  private interface Order {
    void to(Sandbox sandbox, Map<String, String> query);
  }

  private void order(HttpExchange exchange, Order order) throws IOException {
    try (exchange) {
      var query =
          List.of(exchange.getRequestURI().getQuery().split("&", -1)).stream()
              .map(pair -> pair.split("=", 2))
              .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
      var sandbox = byDistrict.get(query.getOrDefault("district", ""));
      if (sandbox == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      order.to(sandbox, query);
      exchange.sendResponseHeaders(200, -1);
    }
  }

  /** {@code POST /town/drift?district&percent}: changes about this percentage of a district. */
  private static void drift(Sandbox sandbox, Map<String, String> query) {
    sandbox.drift(Double.parseDouble(query.getOrDefault("percent", "1")));
  }

  /**
   * {@code POST /town/rename?district&first&count&name}: gives {@code count} students another last
   * name, from index {@code first} in the order of the records. Nothing else changes and nothing is
   * removed.
   */
  private static void rename(Sandbox sandbox, Map<String, String> query) {
    var roster = sandbox.roster();
    var users = roster.rows(RecordType.USERS);
    var students =
        IntStream.range(0, users.slots())
            .filter(users::isLive)
            .filter(user -> Role.STUDENT.in(roster.users().roles(user)))
            .toArray();
    int first = Integer.parseInt(query.getOrDefault("first", "0"));
    int count = Integer.parseInt(query.getOrDefault("count", "1"));
    sandbox.apply(
        IntStream.range(first, first + count)
            .map(place -> students[place % students.length])
            .distinct()
            .<RosterChange>mapToObj(user ->
                new RosterChange.RenameUser(
                    users.id(user).toString(),
                    roster.name(user).first(),
                    query.getOrDefault("name", "Other")))
            .toList());
  }

  private static Map<String, Sandbox> by(List<Sandbox> sandboxes, Function<Sandbox, String> key) {
    return sandboxes.stream().collect(Collectors.toUnmodifiableMap(key, Function.identity()));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    client.shutdownNow();
  }
}
