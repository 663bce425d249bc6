package dev.homeroom.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.homeroom.cli.console.Console;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A server whose answers a test makes up, a connection to it, and what a command says meanwhile.
 */
public final class FakeServer implements AutoCloseable {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream talk = new ByteArrayOutputStream();
  private final Server server;
  private final ServerConnection connection;

  private FakeServer(Server server) {
    this.server = server;
    this.connection = new ServerConnection("127.0.0.1:" + server.getPort());
  }

  /** Starts a server with these services. */
  public static FakeServer serving(BindableService... services) {
    var builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    List.of(services).forEach(builder::addService);
    try {
      return new FakeServer(builder.build().start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ServerConnection connection() {
    return connection;
  }

  /** A console that is no terminal, 80 columns wide. */
  public Console console() {
    return new Console(
        new PrintStream(out, true, UTF_8), new PrintStream(talk, true, UTF_8), false, 80);
  }

  /** The lines of standard output. */
  public List<String> out() {
    return out.toString(UTF_8).lines().toList();
  }

  /** The lines of everything else that was said. */
  public List<String> said() {
    return talk.toString(UTF_8).lines().toList();
  }

  @Override
  public void close() {
    connection.close();
    server.shutdownNow();
  }
}
