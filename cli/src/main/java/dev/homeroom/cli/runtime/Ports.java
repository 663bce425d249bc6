package dev.homeroom.cli.runtime;

import dev.homeroom.cli.console.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds and checks ports of the loopback address. */
public final class Ports {
  private Ports() {}

  /** Returns a port that is free now. */
  public static int free() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether this port is free; 0 stands for any port and counts as free. */
  public static boolean isFree(int port) {
    if (port == 0) {
      return true;
    }
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns the port of an address, {@code host:port} or an URL without a path. */
  public static int of(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /**
   * Refuses a port that is taken.
   *
   * @param flag the flag that chooses another
   */
  public static void requireFree(int port, String flag) {
    if (!isFree(port)) {
      throw CommandFailure.usage(
          "port %d is taken; choose another with %s, for example %s %d"
              .formatted(port, flag, flag, free()));
    }
  }
}
