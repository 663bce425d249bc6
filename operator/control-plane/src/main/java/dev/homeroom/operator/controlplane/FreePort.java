package dev.homeroom.operator.controlplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Asks the system for loopback ports that nobody uses now. */
final class FreePort {
  private FreePort() {}

  static int next() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
