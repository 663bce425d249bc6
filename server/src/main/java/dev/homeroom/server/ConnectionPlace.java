package dev.homeroom.server;

import dev.homeroom.server.access.token.CallerAddress;

/** The place of one connection at its guard. */
final class ConnectionPlace {
  private final CallerAddress address;
  private final Runnable end;
  private long held;

  /**
   * Holds nothing at first.
   *
   * @param end ends the connection, from any thread
   */
  ConnectionPlace(CallerAddress address, Runnable end) {
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

  /** Its calls hold more bytes, or less; under the guard's lock. */
  void hold(long bytes) {
    held += bytes;
  }

  /** Ends the connection. */
  void end() {
    end.run();
  }
}
