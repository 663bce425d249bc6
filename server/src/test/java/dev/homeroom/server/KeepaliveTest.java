package dev.homeroom.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.clever.CleverVersion;
import dev.homeroom.server.access.Limits;
import dev.homeroom.server.db.DatabaseConfig;
import dev.homeroom.server.file.FileHealth;
import dev.homeroom.server.rpc.ServerStreams;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * How often clients may ping: the contract says that pings every 10 s live and pings every 5 s are
 * cut. Time is scaled by the one limit between them.
 */
final class KeepaliveTest {
  private static final int PING = 6;
  private static final int GO_AWAY = 7;
  private static final int PINGS = 40;

  @Test
  void the_limit_lies_between_the_pings_that_live_and_those_that_are_cut() {
    assertThat(ConnectionLimits.USUAL.betweenPings())
        .isBetween(Duration.ofSeconds(6), Duration.ofSeconds(9));
  }

  @Test
  void pings_no_closer_than_the_limit_live() throws Exception {
    var limit = Duration.ofMillis(2);

    assertThat(pings(limit, limit.multipliedBy(10).dividedBy(8))).isEqualTo("all answered");
  }

  @Test
  void pings_closer_than_the_limit_are_cut() throws Exception {
    assertThat(pings(ConnectionLimits.USUAL.betweenPings(), Duration.ZERO))
        .isEqualTo("too_many_pings");
  }

  /** Pings a server of this limit, each so long after the answer to the one before. */
  private static String pings(Duration limit, Duration pause) throws Exception {
    var usual = ConnectionLimits.USUAL;
    var limits =
        new ConnectionLimits(
            usual.connections(),
            usual.connectionsPerAddress(),
            usual.callsPerConnection(),
            usual.handshake(),
            usual.idle(),
            limit);
    try (var endpoint = endpoint(limits);
        var socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.address().getPort())) {
      socket.setSoTimeout(20_000);
      var out = new DataOutputStream(socket.getOutputStream());
      var in = new DataInputStream(socket.getInputStream());
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
      frame(out, 4, new byte[0]);
      for (int i = 0; i < PINGS; i++) {
        try {
          frame(out, PING, new byte[8]);
        } catch (SocketException cut) {
          // The server has ended the connection, and said why before that.
        }
        var ended = answer(in);
        if (ended.isPresent()) {
          return ended.get();
        }
        long answered = System.nanoTime();
        while (System.nanoTime() - answered < pause.toNanos()) {
          Thread.onSpinWait();
        }
      }
      return "all answered";
    }
  }

  /** Reads until a ping is answered; the reason where the connection is ended instead. */
  private static Optional<String> answer(DataInputStream in) throws IOException {
    while (true) {
      int length = (in.readUnsignedShort() << 8) | in.readUnsignedByte();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      in.readInt();
      var payload = in.readNBytes(length);
      if (type == GO_AWAY) {
        return Optional.of(new String(payload, 8, length - 8, US_ASCII));
      }
      if (type == PING && flags == 1) {
        return Optional.empty();
      }
    }
  }

  private static void frame(DataOutputStream out, int type, byte[] payload) throws IOException {
    out.writeByte(0);
    out.writeShort(payload.length);
    out.writeByte(type);
    out.writeByte(0);
    out.writeInt(0);
    out.write(payload);
    out.flush();
  }

  private static GrpcEndpoint endpoint(ConnectionLimits limits) {
    var nowhere = URI.create("http://127.0.0.1:1");
    var config =
        new ServerConfig(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            new DatabaseConfig("jdbc:postgresql://127.0.0.1:1/none", "none", ""),
            new ServerConfig.Clever(nowhere, nowhere, CleverVersion.V3_1, Optional.empty()),
            Path.of("none"),
            Path.of("none"),
            Optional.empty(),
            Duration.ofSeconds(5),
            8,
            Duration.ofDays(90),
            Duration.ofHours(24),
            Duration.ofSeconds(1),
            ServerConfig.History.USUAL,
            Limits.USUAL,
            Duration.ofDays(14),
            ServerConfig.SecretPaths.NONE);
    return new GrpcEndpoint(
        config,
        limits,
        List.of(),
        new Open(),
        new Open(),
        new ServerStreams(),
        new FileHealth(),
        Clock.systemUTC());
  }

  /** Lets everybody in. */
  private static final class Open implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {};
    }
  }
}
