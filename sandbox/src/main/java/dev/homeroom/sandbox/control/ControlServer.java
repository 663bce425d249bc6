package dev.homeroom.sandbox.control;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.http.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Optional;

/** Serves the control API of one sandbox on its own port. */
public final class ControlServer implements AutoCloseable {
  private final WebServer server;
  private final String url;

  private ControlServer(WebServer server, String url) {
    this.server = server;
    this.url = url;
  }

  /**
   * Starts the control API, which answers when this method returns.
   *
   * @param host a loopback address, unless everybody who can reach the address may change the
   *     sandbox
   * @param port 0 takes any free one
   * @throws IOException when the port is taken
   */
  public static ControlServer start(Sandbox sandbox, String host, int port) throws IOException {
    return start(new CommandExecutor(sandbox, Optional.empty()), host, port);
  }

  static ControlServer start(CommandExecutor executor, String host, int port) throws IOException {
    var forOthers = !InetAddress.getByName(host).isLoopbackAddress();
    var server = WebServer.bind(host, port, Clock.systemUTC());
    server.serve("/", new ControlEndpoint(executor, host, forOthers));
    server.open();
    return new ControlServer(server, "http://%s:%d".formatted(host, server.port()));
  }

  /** The URL of the control API, without a trailing slash. */
  public String url() {
    return url;
  }

  @Override
  public void close() {
    server.close();
  }
}
