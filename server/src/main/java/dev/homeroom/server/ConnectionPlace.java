package dev.homeroom.server;

import dev.homeroom.server.access.token.CallerAddress;
import java.util.function.Consumer;

/** The place of one connection at its guard. */
final class ConnectionPlace {
  private final CallerAddress address;
  private final Consumer<ConnectionGuard.Cause> end;
  private long held;

  /**
   * Creates a place that holds nothing.
   *
   * @param end ends the connection, from any thread
   */
  ConnectionPlace(CallerAddress address, Consumer<ConnectionGuard.Cause> end) {
    this.address = address;
    this.end = end;
  }

  CallerAddress address() {
    return address;
  }

  /** The bytes that its calls hold; under the guard's lock. */
  long held() {
    return held;
  }

  /** Changes the bytes that its calls hold; under the guard's lock. */
  void hold(long bytes) {
    held += bytes;
  }

  /** Ends the connection. */
  void end(ConnectionGuard.Cause cause) {
    end.accept(cause);
  }
}
