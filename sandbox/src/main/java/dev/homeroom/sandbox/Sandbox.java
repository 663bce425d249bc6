package dev.homeroom.sandbox;

import dev.homeroom.sandbox.api.Connection;
import dev.homeroom.sandbox.api.DataEndpoint;
import dev.homeroom.sandbox.api.RateLimiter;
import dev.homeroom.sandbox.api.RequestCounters;
import dev.homeroom.sandbox.api.TokensEndpoint;
import dev.homeroom.sandbox.district.Roster;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.district.RosterEditor;
import dev.homeroom.sandbox.drift.Drift;
import dev.homeroom.sandbox.drift.DriftSummary;
import dev.homeroom.sandbox.fault.Faults;
import dev.homeroom.sandbox.http.Answer;
import dev.homeroom.sandbox.http.WebServer;
import dev.homeroom.sandbox.oidc.IssuerEndpoint;
import dev.homeroom.sandbox.oidc.SigningKey;
import dev.homeroom.sandbox.oidc.TestIssuer;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A running sandbox: Clever's data API and token list for one generated district, and a test issuer
 * beside them. What happens to the district and to the answers is steered by the methods here; they
 * may be called at any time and from any thread.
 */
public final class Sandbox implements AutoCloseable {
  private final WebServer server;
  private final String baseUrl;
  private final AtomicReference<Roster> roster;
  private final Connection connection;
  private final TestIssuer issuer;
  private final Faults faults = new Faults();
  private final RequestCounters requests = new RequestCounters();

  private Sandbox(SandboxConfig config, WebServer server) throws IOException {
    this.server = server;
    this.baseUrl = "http://%s:%d".formatted(config.host(), server.port());
    this.roster = new AtomicReference<>(rosterOf(config));
    this.connection = new Connection(config.seed(), roster.get().district(), config.clock());
    var keyFile = config.keyFile();
    var key = keyFile.isPresent() ? SigningKey.keptIn(keyFile.get()) : SigningKey.onDemand();
    this.issuer = new TestIssuer(baseUrl + "/oidc", key, config.clock());
    server.serve("/oidc/", new IssuerEndpoint(issuer));
    server.serve(
        "/oauth/", new TokensEndpoint(config.clientId(), config.clientSecret(), connection));
    var limiter = new RateLimiter(config.rateLimit(), config.clock());
    var data = new DataEndpoint(roster::get, connection, limiter, faults, requests);
    server.serve("/v3.0/", data);
    server.serve("/v3.1/", data);
    server.serve("/", request -> Answer.html(404, "Cannot " + request.method() + " this path"));
  }

  /**
   * Starts a sandbox, which answers when this returns.
   *
   * @throws IOException when the port is taken, or the key file cannot be used
   * @throws IllegalArgumentException when the size or the drift is out of range
   */
  public static Sandbox start(SandboxConfig config) throws IOException {
    var server = WebServer.listen(config.host(), config.port());
    try {
      return new Sandbox(config, server);
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** The district that a configuration stands for, drift included. */
  static Roster rosterOf(SandboxConfig config) {
    var first = Roster.generate(config.seed(), config.students());
    return config.driftPercent() == 0
        ? first
        : RosterEditor.apply(first, Drift.of(first, config.driftPercent()));
  }

  /** Where everything is served, without a slash at its end. */
  public String baseUrl() {
    return baseUrl;
  }

  /** The district's Clever id. */
  public String districtId() {
    return roster.get().district().toString();
  }

  /**
   * The district-app token of the moment.
   *
   * @throws IllegalStateException while the district is disconnected
   */
  public String token() {
    return connection
        .token()
        .orElseThrow(() -> new IllegalStateException("the district is disconnected"));
  }

  /** The district as it is now. */
  public Roster roster() {
    return roster.get();
  }

  /**
   * Changes the district, all at once; {@code last_sync} moves on by a day. Tells what differs now.
   */
  public synchronized DriftSummary apply(List<RosterChange> changes) {
    var before = roster.get();
    var after = RosterEditor.apply(before, changes);
    roster.set(after);
    return DriftSummary.between(before, after);
  }

  /** Changes the district, see {@link #apply(List)}. */
  public DriftSummary apply(RosterChange... changes) {
    return apply(List.of(changes));
  }

  /** Changes about this percentage of the district, see {@link Drift}. Tells what differs now. */
  public synchronized DriftSummary drift(double percent) {
    return apply(Drift.of(roster.get(), percent));
  }

  /** The district disconnects: its token is refused and leaves the list of tokens. */
  public void revokeToken() {
    connection.disconnect();
  }

  /** The district gets a new token, also after a disconnect; the old one is refused. */
  public String rotateToken() {
    return connection.rotate();
  }

  /** What goes wrong on purpose. */
  public Faults faults() {
    return faults;
  }

  /** How often the data API was asked. */
  public RequestCounters requests() {
    return requests;
  }

  /** The test issuer. */
  public TestIssuer issuer() {
    return issuer;
  }

  @Override
  public void close() {
    server.close();
  }
}
