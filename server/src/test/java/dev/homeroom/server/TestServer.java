package dev.homeroom.server;

import dev.homeroom.clever.http.CleverVersion;
import dev.homeroom.clever.http.ClientCredentials;
import dev.homeroom.server.access.Limits;
import dev.homeroom.server.credential.Keyset;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DatabaseConfig;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.testing.Eventually;
import dev.homeroom.testing.TestCertificate;
import dev.homeroom.v1.DistrictServiceGrpc;
import dev.homeroom.v1.DistrictServiceGrpc.DistrictServiceBlockingStub;
import dev.homeroom.v1.IdentityServiceGrpc;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.RosterServiceGrpc.RosterServiceBlockingStub;
import dev.homeroom.v1.WhoAmIRequest;
import io.grpc.CallCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A whole server on a port of its own, a real Postgres behind it, an issuer beside it. */
public final class TestServer implements AutoCloseable {
  /** Subjects that access.yaml grants the role of the same name. */
  public static final String APP = "app";

  /** Our app at Clever, whose id_tokens the issuer can sign too. */
  public static final String CLEVER_CLIENT = "4c63c1cf623dce82caac";

  /** See {@link #APP}. */
  public static final String REVIEWER = "reviewer";

  /** See {@link #APP}. */
  public static final String OPERATOR = "operator";

  private final TestIssuer issuer;
  private final DatabaseConfig database;
  private final Path folder;
  private final URI clever;
  private final Optional<ClientCredentials> client;
  private final HomeroomServer server;
  private final ManagedChannel channel;
  private final Deque<TestServer> siblings = new ArrayDeque<>();

  private TestServer(
      TestIssuer issuer,
      DatabaseConfig database,
      Path folder,
      URI clever,
      Optional<ClientCredentials> client,
      ServerConfig.History history,
      Limits limits,
      Clock clock,
      Function<Database, Clock> sharedClock) {
    this.issuer = issuer;
    this.database = database;
    this.folder = folder;
    this.clever = clever;
    this.client = client;
    this.server =
        HomeroomServer.start(
            config(database, clever, client, folder, history, limits), clock, sharedClock);
    this.channel = NettyChannelBuilder.forAddress(server.address()).usePlaintext().build();
  }

  /** A server with an empty database, ready, that will find no Clever. */
  public static TestServer start() {
    return start(URI.create("http://127.0.0.1:1"));
  }

  /** A server with an empty database, ready, that reads from this Clever. */
  public static TestServer start(URI clever) {
    var server = start(TestPostgres.newDatabase(), clever);
    server.server.ready().orTimeout(30, TimeUnit.SECONDS).join();
    return server;
  }

  /** A server on this database, which need not be there. */
  public static TestServer start(DatabaseConfig database, URI clever) {
    return start(database, clever, Clock.systemUTC());
  }

  /**
   * A server with an empty database, ready, that reads from this Clever and lives by this clock.
   */
  public static TestServer start(URI clever, Clock clock) {
    var server = start(TestPostgres.newDatabase(), clever, clock);
    server.server.ready().orTimeout(30, TimeUnit.SECONDS).join();
    return server;
  }

  /** A server with an empty database, ready, that holds callers to these limits by this clock. */
  public static TestServer start(Limits limits, Clock clock) {
    var server =
        start(
            TestPostgres.newDatabase(),
            URI.create("http://127.0.0.1:1"),
            clock,
            Optional.empty(),
            TestServer::accessFile,
            limits);
    server.server.ready().orTimeout(30, TimeUnit.SECONDS).join();
    return server;
  }

  /**
   * A server with an empty database, ready, that is this client at Clever and has another
   * access.yaml.
   */
  public static TestServer start(
      URI clever, Clock clock, ClientCredentials client, Function<TestIssuer, String> access) {
    var server =
        start(TestPostgres.newDatabase(), clever, clock, Optional.of(client), access, Limits.USUAL);
    server.server.ready().orTimeout(30, TimeUnit.SECONDS).join();
    return server;
  }

  /** A server with an empty database, ready, that lives by this clock, with this access.yaml. */
  public static TestServer start(Clock clock, String access) {
    var server =
        start(
            TestPostgres.newDatabase(),
            URI.create("http://127.0.0.1:1"),
            clock,
            Optional.empty(),
            _ -> access,
            Limits.USUAL);
    server.server.ready().orTimeout(30, TimeUnit.SECONDS).join();
    return server;
  }

  private static TestServer start(DatabaseConfig database, URI clever, Clock clock) {
    return start(database, clever, clock, Optional.empty(), TestServer::accessFile, Limits.USUAL);
  }

  private static TestServer start(
      DatabaseConfig database,
      URI clever,
      Clock clock,
      Optional<ClientCredentials> client,
      Function<TestIssuer, String> access,
      Limits limits) {
    var issuer = TestIssuer.start();
    try {
      var folder = Files.createTempDirectory("homeroom");
      Files.writeString(folder.resolve("keyset.json"), Keyset.generate());
      Files.writeString(folder.resolve("access.yaml"), access.apply(issuer));
      return new TestServer(
          issuer,
          database,
          folder,
          clever,
          client,
          ServerConfig.History.USUAL,
          limits,
          clock,
          shared(clock));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A test's clock stands for Postgres' own too. */
  private static Function<Database, Clock> shared(Clock clock) {
    return database -> clock.equals(Clock.systemUTC()) ? database.clock() : clock;
  }

  /** Another replica of it: the same database, keyset, issuer and access.yaml; ready. */
  public TestServer sibling(ServerConfig.History history) {
    return sibling(history, Clock.systemUTC());
  }

  /** Another replica of it, whose own clock is this one; ready. */
  public TestServer sibling(Clock own) {
    return sibling(ServerConfig.History.USUAL, own);
  }

  private TestServer sibling(ServerConfig.History history, Clock own) {
    var sibling =
        new TestServer(
            issuer, database, folder, clever, client, history, Limits.USUAL, own, Database::clock);
    siblings.push(sibling);
    sibling.server.ready().orTimeout(30, TimeUnit.SECONDS).join();
    return sibling;
  }

  /** access.yaml that grants each role to the subject of its name. */
  public static String accessFile(TestIssuer issuer) {
    return """
    issuers:
      - {issuer: "%1$s", audience: homeroom}
    users: {issuer: "%1$s", clientId: %2$s}
    grants:
      - {issuer: "%1$s", subject: app, role: app, districts: all, fields: all}
      - {issuer: "%1$s", subject: reviewer, role: reviewer, districts: all, fields: all}
      - {issuer: "%1$s", subject: operator, role: operator, districts: all, withoutToken: true, automaticConfirmation: true}
    """
        .formatted(issuer.name(), CLEVER_CLIENT);
  }

  /** Where its data is. */
  public DatabaseConfig database() {
    return database;
  }

  /** Its access.yaml, read again when it changes. */
  public Path accessFile() {
    return folder.resolve("access.yaml");
  }

  /**
   * Grants subjects a role that had none, and waits until they have it.
   *
   * @param grants by subject what access.yaml says of it
   */
  public void grant(Map<String, String> grants) {
    var lines = new StringBuilder();
    grants.forEach((subject, grant) ->
        lines.append(
            "  - {issuer: \"%s\", subject: %s, %s}\n".formatted(issuer.name(), subject, grant)));
    try {
      Files.writeString(accessFile(), lines, StandardOpenOption.APPEND);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    grants.keySet().forEach(subject -> Eventually.see(() -> hasRole(subject), known -> known));
  }

  private boolean hasRole(String subject) {
    try {
      var _ =
          IdentityServiceGrpc.newBlockingStub(channel)
              .withCallCredentials(bearer(issuer.token(subject)))
              .whoAmI(WhoAmIRequest.getDefaultInstance());
      return true;
    } catch (StatusRuntimeException notYet) {
      return false;
    }
  }

  /** Whose tokens it believes. */
  public TestIssuer issuer() {
    return issuer;
  }

  /** A connection to it, without any token. */
  public ManagedChannel channel() {
    return channel;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return server.address();
  }

  /** Reads rosters as this subject. */
  public RosterServiceBlockingStub roster(String subject) {
    return RosterServiceGrpc.newBlockingStub(channel)
        .withCallCredentials(bearer(issuer.token(subject)))
        .withDeadlineAfter(Duration.ofSeconds(30));
  }

  /** Declares districts as this subject. */
  public DistrictServiceBlockingStub districts(String subject) {
    return DistrictServiceGrpc.newBlockingStub(channel)
        .withCallCredentials(bearer(issuer.token(subject)))
        .withDeadlineAfter(Duration.ofSeconds(30));
  }

  /** A certificate as the files of a server. */
  static ServerConfig.Tls tls(TestCertificate made) {
    return new ServerConfig.Tls(made.certificate(), made.key(), Optional.empty());
  }

  /** The token as a client sends it. */
  public static CallCredentials bearer(String token) {
    return new CallCredentials() {
      @Override
      public void applyRequestMetadata(
          RequestInfo request, Executor executor, MetadataApplier applier) {
        var metadata = new Metadata();
        metadata.put(
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        applier.apply(metadata);
      }
    };
  }

  /** Stops the server and leaves the connection to it. */
  public void stop() {
    server.close();
  }

  /** Stops its siblings too. */
  @Override
  public void close() {
    siblings.forEach(TestServer::close);
    channel.shutdownNow();
    server.close();
    issuer.close();
  }

  private static ServerConfig config(
      DatabaseConfig database,
      URI clever,
      Optional<ClientCredentials> client,
      Path folder,
      ServerConfig.History history,
      Limits limits) {
    return new ServerConfig(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        Optional.empty(),
        database,
        new ServerConfig.CleverSettings(clever, clever, CleverVersion.V3_1, client),
        folder.resolve("keyset.json"),
        folder.resolve("access.yaml"),
        Optional.empty(),
        Duration.ofSeconds(5),
        8,
        Duration.ofDays(90),
        Duration.ofHours(24),
        Duration.ofSeconds(2),
        history,
        limits,
        Duration.ofDays(14),
        ConnectionLimits.USUAL,
        ServerConfig.SecretPaths.NONE);
  }
}
