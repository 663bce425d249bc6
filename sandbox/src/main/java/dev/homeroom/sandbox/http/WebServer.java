package dev.homeroom.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The JDK's HTTP server. Answers go out in pieces that fit the socket. */
public final class WebServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WebServer.class);
  private static final int PIECE = 64 * 1024;
  private static final int NO_BODY = -1;

  static {
    // Without this the JDK's server waits for the client's acknowledgement between headers and
    // body.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sandbox-", 0).factory());

  private WebServer(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.start();
  }

  /**
   * Listens on this address; nothing is answered before {@link #serve}.
   *
   * @throws IOException when the port is taken
   */
  public static WebServer listen(String host, int port) throws IOException {
    return new WebServer(HttpServer.create(new InetSocketAddress(host, port), 0));
  }

  /** The port, also where it was left to the system. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Answers everything under this path; the longest path counts. */
  public void serve(String path, Endpoint endpoint) {
    server.createContext(path, exchange -> handle(exchange, endpoint));
  }

  private static void handle(HttpExchange exchange, Endpoint endpoint) throws IOException {
    try (exchange) {
      var uri = exchange.getRequestURI();
      var request =
          new Request(
              exchange.getRequestMethod(),
              uri.getRawPath(),
              uri.getRawQuery(),
              exchange.getRequestHeaders(),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      send(exchange, answer(endpoint, request));
    }
  }

  private static Answer answer(Endpoint endpoint, Request request) {
    try {
      return endpoint.answer(request);
    } catch (Refusal refusal) {
      return refusal.answer();
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("a request could not be answered");
      return Answer.message(500, "Internal error");
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    if (answer.length() == 0 || exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(answer.status(), NO_BODY);
      return;
    }
    exchange.sendResponseHeaders(answer.status(), answer.length());
    var end = answer.isCutOff() ? answer.length() / 2 : answer.length();
    var out = exchange.getResponseBody();
    for (var start = 0; start < end; start += PIECE) {
      out.write(answer.body(), start, Math.min(PIECE, end - start));
    }
    out.flush();
  }

  /** Ends at once; closing again does nothing. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    server.stop(0);
    threads.shutdownNow();
    threads.close();
  }
}
