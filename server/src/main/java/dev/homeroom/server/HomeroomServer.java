package dev.homeroom.server;

import dev.homeroom.server.access.Access;
import dev.homeroom.server.access.AccessInterceptor;
import dev.homeroom.server.access.KeyCaching;
import dev.homeroom.server.credential.Keyset;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.roster.RosterService;
import dev.homeroom.server.rpc.PageTokens;
import dev.homeroom.server.rpc.ServerStreams;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Homeroom server: its parts, made and wired here by hand, and closed in reverse order. It starts
 * without a database, answers UNAVAILABLE until there is one, and again whenever it is gone.
 */
public final class HomeroomServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HomeroomServer.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final GrpcEndpoint endpoint;
  private final HealthWatch health;

  private HomeroomServer(ServerConfig config, Clock clock) {
    var keyset = Keyset.load(config.keysetFile());
    var tokens = new PageTokens(keyset.derive("page tokens"));
    var access = opened(Access.open(config.accessFile(), KeyCaching.USUAL, clock));
    var database = opened(Database.open(config.database()));
    var streams = new ServerStreams();
    var services =
        List.<BindableService>of(new RosterService(database, tokens)).stream()
            .map(BindableService::bindService)
            .toList();
    this.endpoint =
        opened(
            new GrpcEndpoint(config, services, new AccessInterceptor(access, services), streams));
    this.health =
        opened(
            new HealthWatch(
                database, endpoint.health(), services.stream().map(HomeroomServer::name).toList()));
  }

  /**
   * Starts to serve.
   *
   * @throws ConfigException where the address cannot be bound or the certificate cannot be used
   * @throws dev.homeroom.server.access.AccessConfigException where access.yaml cannot be used
   * @throws dev.homeroom.server.credential.KeysetException where the keyset cannot be used
   */
  public static HomeroomServer start(ServerConfig config, Clock clock) {
    return new HomeroomServer(config, clock);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return endpoint.address();
  }

  /** Completes when everything answers for the first time; fails when that will never be. */
  public CompletableFuture<Void> ready() {
    return health.ready();
  }

  /** Ends streams, lets open calls end for a while, and closes everything. */
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      var part = parts.pop();
      try {
        part.close();
      } catch (Exception failure) {
        log.atWarn().setCause(failure).log("a part of the server could not be closed");
      }
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  private static String name(ServerServiceDefinition service) {
    return service.getServiceDescriptor().getName();
  }
}
