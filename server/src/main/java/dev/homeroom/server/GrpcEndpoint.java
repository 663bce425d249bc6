package dev.homeroom.server;

import dev.homeroom.server.rpc.AnswerSizes;
import dev.homeroom.server.rpc.MetadataSizes;
import dev.homeroom.server.rpc.RefusalInterceptor;
import dev.homeroom.server.rpc.ServerStreams;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gRPC server on its port: services, health, reflection, TLS. A virtual thread per call. */
final class GrpcEndpoint implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GrpcEndpoint.class);
  private static final int LONGEST_REQUEST = 1 << 20;
  private static final int LONGEST_METADATA = 256 << 10;
  private static final Duration KEEPALIVE = Duration.ofMinutes(1);
  private static final Duration KEEPALIVE_PATIENCE = Duration.ofSeconds(20);
  private static final Duration CLIENTS_KEEPALIVE = Duration.ofSeconds(10);
  private static final Duration CERTIFICATE_CHECKS = Duration.ofMinutes(1);

  private final HealthStatusManager health = new HealthStatusManager();
  private final ExecutorService calls =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("call-", 0).factory());
  private final ScheduledExecutorService certificates =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("certificates").factory());
  private final ServerStreams streams;
  private final Duration drain;
  private final Server server;

  GrpcEndpoint(
      ServerConfig config,
      List<ServerServiceDefinition> services,
      ServerInterceptor access,
      ServerInterceptor limits,
      ServerStreams streams) {
    this.streams = streams;
    this.drain = config.drain();
    var builder =
        NettyServerBuilder.forAddress(config.listen(), credentials(config))
            .executor(calls)
            .maxInboundMessageSize(LONGEST_REQUEST)
            .maxInboundMetadataSize(LONGEST_METADATA)
            .keepAliveTime(KEEPALIVE.toSeconds(), TimeUnit.SECONDS)
            .keepAliveTimeout(KEEPALIVE_PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .permitKeepAliveTime(CLIENTS_KEEPALIVE.toSeconds(), TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            // The one added last is outermost.
            .intercept(new AnswerSizes())
            .intercept(limits)
            .intercept(access)
            .intercept(new MetadataSizes())
            .intercept(new RefusalInterceptor())
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance());
    services.forEach(builder::addService);
    if (config.tls().isEmpty() && !config.listen().getAddress().isLoopbackAddress()) {
      log.atWarn()
          .addKeyValue("address", config.listen())
          .log("callers' tokens can be read on their way: other machines may call without TLS");
    }
    try {
      this.server = builder.build().start();
    } catch (IOException taken) {
      throw new ConfigException(
          ConfigKey.HOMEROOM_LISTEN
              + " cannot be bound: "
              + config.listen().getHostString()
              + ":"
              + config.listen().getPort()
              + " is taken or not of this machine; choose another, for example 127.0.0.1:0");
    }
  }

  HealthStatusManager health() {
    return health;
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getListenSockets().getFirst();
  }

  /** Takes no new calls, ends the streams, and lets the other calls end while there is time. */
  @Override
  public void close() throws InterruptedException {
    health.enterTerminalState();
    server.shutdown();
    streams.close();
    if (!server.awaitTermination(drain.toMillis(), TimeUnit.MILLISECONDS)) {
      server.shutdownNow();
      server.awaitTermination(drain.toMillis(), TimeUnit.MILLISECONDS);
    }
    calls.shutdownNow();
    certificates.shutdownNow();
  }

  private ServerCredentials credentials(ServerConfig config) {
    if (config.tls().isEmpty()) {
      return InsecureServerCredentials.create();
    }
    var files = config.tls().get();
    try {
      var keys = new AdvancedTlsX509KeyManager();
      keys.updateIdentityCredentials(
          files.certificates().toFile(),
          files.key().toFile(),
          CERTIFICATE_CHECKS.toSeconds(),
          TimeUnit.SECONDS,
          certificates);
      var credentials = TlsServerCredentials.newBuilder().keyManager(keys);
      if (files.clients().isPresent()) {
        credentials
            .trustManager(trust(files.clients().get()))
            .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE);
      }
      return credentials.build();
    } catch (IOException | GeneralSecurityException unusable) {
      throw new ConfigException(
          ConfigKey.HOMEROOM_TLS_CERT_FILE
              + " or "
              + ConfigKey.HOMEROOM_TLS_KEY_FILE
              + " cannot be used; both must be PEM, for example tls.crt and tls.key of a"
              + " kubernetes.io/tls Secret");
    }
  }

  /** Believes callers' certificates that these sign, whatever names they are for. */
  private AdvancedTlsX509TrustManager trust(Path authorities) {
    try {
      var trust =
          AdvancedTlsX509TrustManager.newBuilder()
              .setVerification(
                  AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION)
              .build();
      trust.updateTrustCredentials(
          authorities.toFile(), CERTIFICATE_CHECKS.toSeconds(), TimeUnit.SECONDS, certificates);
      return trust;
    } catch (IOException | GeneralSecurityException unusable) {
      throw new ConfigException(
          ConfigKey.HOMEROOM_TLS_CLIENT_CA_FILE
              + " cannot be used; it must be PEM certificates, for example ca.crt");
    }
  }
}
