package dev.homeroom.operator.controlplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Asks the system for loopback ports that are free now. */
final class FreePort {
  private static final int TRIES = 3;

  /** Starts something that asks for its own free ports. */
  interface Start<T> {
    T start() throws IOException, InterruptedException;
  }

  private FreePort() {}

  /**
   * Starts something, up to three times if it ends at once: another process may have taken its port
   * in the meantime.
   */
  static <T> T retry(Start<T> start) throws IOException, InterruptedException {
    for (int left = TRIES - 1; left > 0; left--) {
      try {
        return start.start();
      } catch (ControlPlaneException.EndedAtStart ended) {
        // try again with other ports
      }
    }
    return start.start();
  }

  static int next() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
