package dev.homeroom.cli.runtime;

import dev.homeroom.cli.console.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback address. */
public final class Ports {
  private Ports() {}

  /** A port that nobody listens on now. */
  public static int free() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Refuses a port that somebody listens on.
   *
   * @param flag the flag that chooses another
   */
  public static void requireFree(int port, String flag) {
    if (port != 0 && !isFree(port)) {
      throw Refusal.usage(
          "port %d is taken; choose another with %s, for example %s %d"
              .formatted(port, flag, flag, free()));
    }
  }

  /** Whether nobody listens on a port. */
  public static boolean isFree(int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
