package dev.homeroom.sandbox.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small HTTP/1.1 server with a virtual thread per connection. The JDK's own server gives no
 * control over what faults need: the connection itself, the {@code Date} header, the speed.
 */
public final class WebServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WebServer.class);
  private static final int BACKLOG = 512;
  private static final int MILLIS_AFTER_FAILURE = 50;

  private final ServerSocket socket;
  private final Clock clock;
  private final Map<String, Endpoint> endpoints =
      new ConcurrentSkipListMap<>(
          Comparator.comparingInt(String::length).reversed().thenComparing(path -> path));
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sandbox-", 0).factory());

  private WebServer(ServerSocket socket, Clock clock) {
    this.socket = socket;
    this.clock = clock;
  }

  /**
   * Binds the server to an address. Clients that connect wait until it is {@linkplain #open
   * opened}.
   *
   * @param clock for the {@code Date} header
   * @throws IOException when the port is taken
   */
  public static WebServer bind(String host, int port, Clock clock) throws IOException {
    var socket = new ServerSocket();
    try {
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
    return new WebServer(socket, clock);
  }

  /** Starts to answer; paths without an endpoint get a 404. */
  public void open() {
    threads.execute(this::accept);
  }

  /** The port, even if the system chose it. */
  public int port() {
    return socket.getLocalPort();
  }

  /** Answers all requests under this path; the longest matching path wins. */
  public void serve(String path, Endpoint endpoint) {
    endpoints.put(path, endpoint);
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        var client = socket.accept();
        threads.execute(new ClientConnection(client, this::endpoint, clock));
      } catch (RejectedExecutionException e) {
        return; // closed in the meantime
      } catch (IOException e) {
        if (!closed.get()) {
          log.atWarn().setCause(e).log("a connection could not be accepted");
          pause();
        }
      }
    }
  }

  /**
   * Waits a moment: most likely too many files are open, and trying again at once would not help.
   */
  private static void pause() {
    try {
      Thread.sleep(MILLIS_AFTER_FAILURE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Endpoint endpoint(String path) {
    for (var endpoint : endpoints.entrySet()) {
      if (path.startsWith(endpoint.getKey())) {
        return endpoint.getValue();
      }
    }
    return request -> Answer.html(404, "Cannot " + request.method() + " this path");
  }

  /** Stops at once; closing again does nothing. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      socket.close();
    } catch (IOException e) {
      log.atWarn().setCause(e).log("the port could not be closed");
    }
    // An interrupt ends a virtual thread's wait for its client, too.
    threads.shutdownNow();
    threads.close();
  }
}
