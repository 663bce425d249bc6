package dev.homeroom.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * Answers the kubelet's probes. {@code /healthz} returns 200 as long as the process answers: an
 * unreachable API server is no reason to restart the operator, because its watches reconnect by
 * themselves. {@code /readyz} returns 200 once the operator has started and while its watches are
 * healthy, otherwise 503. Neither depends on Homeroom's server.
 */
final class HealthEndpoint implements AutoCloseable {
  private final HttpServer server;

  private HealthEndpoint(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts the endpoint.
   *
   * @param ready says whether {@code /readyz} returns 200
   * @throws IOException when the address cannot be bound
   */
  static HealthEndpoint start(InetSocketAddress address, BooleanSupplier ready) throws IOException {
    var server = HttpServer.create(address, 0);
    server.createContext("/healthz", exchange -> answer(exchange, () -> true));
    server.createContext("/readyz", exchange -> answer(exchange, ready));
    server.start();
    return new HealthEndpoint(server);
  }

  URI url() {
    var bound = server.getAddress();
    return URI.create("http://" + bound.getAddress().getHostAddress() + ":" + bound.getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, BooleanSupplier good) throws IOException {
    try (exchange) {
      var yes = good.getAsBoolean();
      var body = (yes ? "ok\n" : "not yet\n").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(yes ? 200 : 503, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
