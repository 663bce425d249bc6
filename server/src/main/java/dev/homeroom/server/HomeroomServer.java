package dev.homeroom.server;

import dev.homeroom.clever.http.CleverClient;
import dev.homeroom.clever.http.CleverConfig;
import dev.homeroom.clever.http.CleverSignIn;
import dev.homeroom.clever.http.ClientCredentials;
import dev.homeroom.server.acceptance.AcceptanceService;
import dev.homeroom.server.access.Access;
import dev.homeroom.server.access.AccessFile;
import dev.homeroom.server.access.AccessInterceptor;
import dev.homeroom.server.access.CallLimits;
import dev.homeroom.server.access.Caller;
import dev.homeroom.server.access.CleverEndpoints;
import dev.homeroom.server.access.LoginNonces;
import dev.homeroom.server.access.RosterUsers;
import dev.homeroom.server.access.token.KeyCaching;
import dev.homeroom.server.credential.Credentials;
import dev.homeroom.server.credential.Keyset;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.Signals;
import dev.homeroom.server.district.DistrictService;
import dev.homeroom.server.explain.ExplainService;
import dev.homeroom.server.file.FileHealth;
import dev.homeroom.server.file.WatchedFile;
import dev.homeroom.server.identity.IdentityService;
import dev.homeroom.server.plan.PlanService;
import dev.homeroom.server.retention.HistoryTrimming;
import dev.homeroom.server.roster.RosterService;
import dev.homeroom.server.roster.watch.RosterWatches;
import dev.homeroom.server.rpc.PageTokens;
import dev.homeroom.server.rpc.SignedTokens;
import dev.homeroom.server.rpc.call.CommittedAnswers;
import dev.homeroom.server.rpc.call.ServerStreams;
import dev.homeroom.server.sharing.decision.SharingService;
import dev.homeroom.server.sync.ResyncQueue;
import dev.homeroom.server.sync.RunWorker;
import dev.homeroom.server.sync.Schedules;
import dev.homeroom.server.sync.SyncService;
import dev.homeroom.server.sync.SyncUpkeep;
import dev.homeroom.server.sync.full.DeclaredTokens;
import dev.homeroom.server.sync.incremental.RosterSync;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Homeroom server: its parts, created and wired here by hand, and closed in reverse order. It
 * starts without a database, and answers UNAVAILABLE while there is none.
 */
public final class HomeroomServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HomeroomServer.class);

  private final Parts parts;
  private final GrpcEndpoint endpoint;
  private final HealthWatch health;

  private HomeroomServer(Parts parts, GrpcEndpoint endpoint, HealthWatch health) {
    this.parts = parts;
    this.endpoint = endpoint;
    this.health = health;
  }

  /**
   * Starts a server. Wherever servers must agree on the time, Postgres' clock decides.
   *
   * @param clock the server's own clock, by which it checks tokens and limits callers
   * @throws ConfigException if the address cannot be bound or the certificate cannot be used
   * @throws dev.homeroom.server.access.AccessConfigException if access.yaml cannot be used
   * @throws dev.homeroom.server.credential.KeysetException if the keyset cannot be used
   */
  public static HomeroomServer start(ServerConfig config, Clock clock) {
    return start(config, clock, Database::clock);
  }

  /** Starts a server with another clock in place of Postgres' own, for tests that move time. */
  static HomeroomServer start(
      ServerConfig config, Clock clock, Function<Database, Clock> sharedClock) {
    var parts = new Parts();
    try {
      return wired(parts, config, clock, sharedClock);
    } catch (RuntimeException failure) {
      parts.close();
      throw failure;
    }
  }

  /**
   * Opens the port before it starts the worker: a second server on the same port must not take a
   * run.
   */
  private static HomeroomServer wired(
      Parts parts, ServerConfig config, Clock clock, Function<Database, Clock> sharedClock) {
    var keysetFile = parts.add(Keyset.watched(config.keysetFile(), clock).watch(WatchedFile.PAUSE));
    var keyset = Keyset.of(keysetFile);
    var pages =
        new PageTokens(() -> keyset.derive("page tokens"), () -> Caller.current().identity());
    var secrets = parts.add(SecretFiles.open(config, clock));
    var database = parts.add(Database.open(config.database(), secrets::databasePassword));
    var shared = sharedClock.apply(database);
    var users = new RosterUsers(database);
    var access =
        parts.add(
            Access.open(
                new AccessFile.Source(config.accessFile(), endpoints(config.clever())),
                KeyCaching.USUAL,
                new LoginNonces(new SignedTokens(() -> keyset.derive("login nonces"))),
                users,
                clock));
    var signals = parts.add(Signals.open(database));
    var resyncs = parts.add(new ResyncQueue(database, signals));
    var committed = new CommittedAnswers(database, resyncs);
    var credentials = new Credentials(database, keyset);
    var streams = new ServerStreams();
    var resumes = new SignedTokens(() -> keyset.derive("resume tokens"));
    var watches =
        new RosterWatches(database, signals, streams, resumes, config.history().watchPatience());
    var client = secrets.client();
    var signIn = client.map(ours -> parts.add(new CleverSignIn(clever(config, client), ours)));
    var identity = new IdentityService(signIn, access, users, database, signals, keyset, shared);
    var proving = parts.add(new CleverClient(clever(config, client).impatient()));
    var services =
        Stream.of(
                new RosterService(database, pages, watches),
                new SyncService(database, committed, signals, streams, pages),
                new PlanService(database, committed, streams, pages, shared),
                new ExplainService(database, access, shared),
                new SharingService(database, committed, pages, ResyncQueue::add),
                new AcceptanceService(database, committed, pages),
                new DistrictService(
                    database,
                    committed,
                    signals,
                    streams,
                    pages,
                    credentials,
                    proving,
                    config.grace(),
                    shared),
                identity)
            .map(BindableService::bindService)
            .toList();
    var files = new FileHealth();
    files.add("access", access.watchedFile());
    files.add("issuers", access::issuerFiles);
    files.add("keyset", keysetFile);
    secrets.addTo(files);
    var guard = new AccessInterceptor(access, services);
    var limits = new CallLimits(config.limits(), clock);
    var endpoint =
        parts.add(new GrpcEndpoint(config, services, guard, limits, streams, files, clock));
    resyncs.start();
    var clever = parts.add(new CleverClient(clever(config, client)));
    var tokens = new DeclaredTokens(credentials, clever, config.clever().client().isPresent());
    var sync = new RosterSync(database, clever, tokens, shared, config.fullEvery());
    var holder = UUID.randomUUID().toString();
    var settings = new RunWorker.Settings(holder, config.lease(), config.syncsAtOnce());
    parts.add(RunWorker.start(database, signals, sync, settings));
    var trimming = new HistoryTrimming(database, shared, config.history().retention());
    var upkeep = SyncUpkeep.job(database, shared, config.runRetention());
    parts.add(
        Schedules.start(database, shared, List.of(trimming.job(), upkeep, identity.forgetting())));
    var names = services.stream().map(HomeroomServer::name).toList();
    var health = parts.add(new HealthWatch(database, endpoint.health(), names, files));
    return new HomeroomServer(parts, endpoint, health);
  }

  /** The address on which it listens. */
  public InetSocketAddress address() {
    return endpoint.address();
  }

  /** Completes when everything answers for the first time; fails if that can never happen. */
  public CompletableFuture<Void> ready() {
    return health.ready();
  }

  /** Ends streams, gives open calls some time to end, and closes everything. */
  @Override
  public void close() {
    parts.close();
  }

  private static CleverConfig clever(
      ServerConfig config, Optional<Supplier<ClientCredentials>> client) {
    var clever = config.clever();
    return CleverConfig.of(
        clever.apiUrl(), clever.oauthUrl(), clever.version(), client.orElse(null));
  }

  private static CleverEndpoints endpoints(ServerConfig.CleverSettings config) {
    var api = config.apiUrl().toString().replaceFirst("/$", "");
    return new CleverEndpoints(
        URI.create(api + "/" + config.version().path() + "/me"),
        config.oauthUrl(),
        config.client().map(ClientCredentials::id));
  }

  private static String name(ServerServiceDefinition service) {
    return service.getServiceDescriptor().getName();
  }

  /** Closes opened parts in reverse order, even if some of them fail. */
  private static final class Parts {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T part) {
      opened.push(part);
      return part;
    }

    void close() {
      while (!opened.isEmpty()) {
        try {
          opened.pop().close();
        } catch (Exception failure) {
          log.atWarn().setCause(failure).log("a part of the server could not be closed");
        }
      }
    }
  }
}
