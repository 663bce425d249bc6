package dev.homeroom.sandbox.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Clock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves one client's connection: answers its requests in turn until one side ends it. */
final class ClientConnection implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(ClientConnection.class);

  /** The time for which a connection may wait for its next request. */
  private static final int IDLE_MILLIS = 5 * 60 * 1000;

  private static final int BUFFER = 16 * 1024;

  private final Socket socket;
  private final Function<String, Endpoint> endpoints;
  private final Clock clock;

  /**
   * @param endpoints returns the endpoint for a path
   */
  ClientConnection(Socket socket, Function<String, Endpoint> endpoints, Clock clock) {
    this.socket = socket;
    this.endpoints = endpoints;
    this.clock = clock;
  }

  @Override
  public void run() {
    try (socket) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(IDLE_MILLIS);
      serve();
    } catch (IOException gone) {
      // The client has left, or the server closes; nobody waits for an answer.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve() throws IOException, InterruptedException {
    var out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    var reader =
        new RequestReader(
            socket.getInputStream(), out, socket.getInetAddress().isLoopbackAddress());
    var writer = new AnswerWriter(socket, out, clock);
    while (true) {
      try {
        var received = reader.next();
        if (received.isEmpty()) {
          return;
        }
        var request = received.get().request();
        var withBody = !request.method().equals("HEAD");
        if (!writer.write(answer(request), withBody, received.get().keepsAlive())) {
          return;
        }
      } catch (Refusal unreadable) {
        writer.write(unreadable.answer(), true, false);
        return;
      }
    }
  }

  private Answer answer(Request request) {
    try {
      return endpoints.apply(request.path()).answer(request);
    } catch (Refusal refusal) {
      return refusal.answer();
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("a request could not be answered");
      return Answer.message(500, "Internal error");
    }
  }
}
