package dev.homeroom.server;

import dev.homeroom.clever.http.CleverVersion;
import dev.homeroom.server.access.Limits;
import dev.homeroom.server.db.DatabaseConfig;
import dev.homeroom.server.file.FileHealth;
import dev.homeroom.server.rpc.call.ServerStreams;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The gRPC server alone, with health and reflection and no other service. */
final class TestEndpoint {
  private TestEndpoint() {}

  static GrpcEndpoint start(ConnectionLimits limits) {
    var nowhere = URI.create("http://127.0.0.1:1");
    var config =
        new ServerConfig(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            new DatabaseConfig("jdbc:postgresql://127.0.0.1:1/none", "none", ""),
            new ServerConfig.CleverSettings(nowhere, nowhere, CleverVersion.V3_1, Optional.empty()),
            Path.of("none"),
            Path.of("none"),
            Optional.empty(),
            Duration.ofSeconds(5),
            8,
            Duration.ofDays(90),
            Duration.ofHours(24),
            Duration.ofMillis(100),
            ServerConfig.History.USUAL,
            Limits.USUAL,
            Duration.ofDays(14),
            limits,
            ServerConfig.SecretPaths.NONE);
    return new GrpcEndpoint(
        config,
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
