package dev.homeroom.server;

import dev.homeroom.server.file.FileHealth;
import dev.homeroom.server.rpc.call.AnswerSizes;
import dev.homeroom.server.rpc.call.LazyGzip;
import dev.homeroom.server.rpc.call.MetadataSizes;
import dev.homeroom.server.rpc.call.ReadableRequests;
import dev.homeroom.server.rpc.call.RefusalInterceptor;
import dev.homeroom.server.rpc.call.RequestSizes;
import dev.homeroom.server.rpc.call.ServerStreams;
import dev.homeroom.server.rpc.call.UnknownMethods;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.FixedRecvByteBufAllocator;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gRPC server on its port: services, health, reflection, TLS. A virtual thread per call. */
final class GrpcEndpoint implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GrpcEndpoint.class);

  private static final int LONGEST_METADATA = 64 << 10;

  /** The bytes that are read of a connection before it is the turn of the next. */
  private static final int READ = 2 << 10;

  private static final Duration RESETS_WITHIN = Duration.ofSeconds(30);
  private static final Duration KEEPALIVE = Duration.ofMinutes(1);
  private static final Duration KEEPALIVE_PATIENCE = Duration.ofSeconds(20);

  private final HealthStatusManager health = new HealthStatusManager();
  private final ExecutorService calls =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("call-", 0).factory());
  private final Optional<TlsFiles> tls;
  private final ServerStreams streams;
  private final Duration drain;
  private final Server server;

  GrpcEndpoint(
      ServerConfig config,
      List<ServerServiceDefinition> services,
      ServerInterceptor access,
      ServerInterceptor limits,
      ServerStreams streams,
      FileHealth files,
      Clock clock) {
    this.streams = streams;
    this.drain = config.drain();
    this.tls = config.tls().map(certificates -> TlsFiles.open(certificates, clock));
    tls.ifPresent(opened -> files.add("tls", opened.watched()));
    var credentials = tls.map(TlsFiles::credentials).orElseGet(InsecureServerCredentials::create);
    var connections = config.connections();
    var guarded = new ConnectionGuard(connections).guarding(credentials);
    var builder =
        NettyServerBuilder.forAddress(config.listen(), guarded)
            .handshakeTimeout(connections.handshake().toMillis(), TimeUnit.MILLISECONDS)
            .maxConnectionIdle(connections.idle().toMillis(), TimeUnit.MILLISECONDS)
            .withChildOption(
                ChannelOption.RCVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(READ).maxMessagesPerRead(1))
            .maxConcurrentCallsPerConnection(connections.callsPerConnection())
            .maxRstFramesPerWindow(connections.resets(), (int) RESETS_WITHIN.toSeconds())
            .executor(calls)
            .maxInboundMessageSize(OpenCalls.LONGEST_MESSAGE)
            .decompressorRegistry(LazyGzip.registry())
            .fallbackHandlerRegistry(new UnknownMethods())
            .maxInboundMetadataSize(LONGEST_METADATA)
            .keepAliveTime(KEEPALIVE.toSeconds(), TimeUnit.SECONDS)
            .keepAliveTimeout(KEEPALIVE_PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .permitKeepAliveTime(connections.betweenPings().toMillis(), TimeUnit.MILLISECONDS)
            .permitKeepAliveWithoutCalls(true)
            // The one added last is outermost.
            .intercept(new MetadataSizes())
            .intercept(new RefusalInterceptor());
    Stream.concat(
            services.stream(),
            Stream.of(
                ServerInterceptors.intercept(health.getHealthService(), files),
                ProtoReflectionServiceV1.newInstance().bindService(),
                reflectionOfOlderClients()))
        .map(service ->
            ServerInterceptors.interceptForward(
                service, new RequestSizes(), access, limits, new AnswerSizes()))
        .map(ReadableRequests::of)
        .forEach(builder::addService);
    if (config.tls().isEmpty() && !config.listen().getAddress().isLoopbackAddress()) {
      log.atWarn()
          .addKeyValue("address", config.listen())
          .log("callers' tokens can be read on their way: other machines may call without TLS");
    }
    try {
      this.server = builder.build().start();
    } catch (IOException taken) {
      tls.ifPresent(TlsFiles::close);
      throw new ConfigException(
          ConfigKey.HOMEROOM_LISTEN
              + " cannot be bound: "
              + config.listen().getHostString()
              + ":"
              + config.listen().getPort()
              + " is taken or not of this machine; choose another, for example 127.0.0.1:0");
    }
  }

  /** Many tools still ask for reflection by its name of before 2023. */
  @SuppressWarnings("deprecation")
  private static ServerServiceDefinition reflectionOfOlderClients() {
    return ProtoReflectionService.newInstance().bindService();
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
    server.shutdown();
    streams.close();
    if (!server.awaitTermination(drain.toMillis(), TimeUnit.MILLISECONDS)) {
      server.shutdownNow();
      server.awaitTermination(drain.toMillis(), TimeUnit.MILLISECONDS);
    }
    calls.shutdownNow();
    tls.ifPresent(TlsFiles::close);
  }
}
