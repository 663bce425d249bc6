package dev.homeroom.sandbox;

import dev.homeroom.sandbox.api.Connection;
import dev.homeroom.sandbox.api.DataEndpoint;
import dev.homeroom.sandbox.api.RateLimiter;
import dev.homeroom.sandbox.api.RequestCounters;
import dev.homeroom.sandbox.api.TokensEndpoint;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.drift.Drift;
import dev.homeroom.sandbox.drift.DriftSummary;
import dev.homeroom.sandbox.fault.Faults;
import dev.homeroom.sandbox.generate.DistrictGenerator;
import dev.homeroom.sandbox.http.Answer;
import dev.homeroom.sandbox.http.Endpoint;
import dev.homeroom.sandbox.http.WebServer;
import dev.homeroom.sandbox.identity.App;
import dev.homeroom.sandbox.identity.IdTokenKeys;
import dev.homeroom.sandbox.identity.SignIn;
import dev.homeroom.sandbox.oidc.IssuerEndpoint;
import dev.homeroom.sandbox.oidc.SigningKey;
import dev.homeroom.sandbox.oidc.TestIssuer;
import dev.homeroom.sandbox.roster.Roster;
import dev.homeroom.sandbox.roster.RosterEditor;
import dev.homeroom.sandbox.share.DataAccess;
import dev.homeroom.sandbox.share.Share;
import dev.homeroom.sandbox.wire.AppView;
import dev.homeroom.sandbox.world.DistrictSimulation;
import dev.homeroom.sandbox.world.SettableClock;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A running sandbox: Clever's data API, token list and sign-in for one generated district, and a
 * test issuer. The methods change the district and cause faults; they may be called at any time and
 * from any thread.
 */
public final class Sandbox implements AutoCloseable {
  private final WebServer server;
  private final String baseUrl;
  private final SettableClock clock;
  private final DistrictSimulation world;
  private final Connection connection;
  private final SignIn signIn;
  private final TestIssuer issuer;
  private final Faults faults;
  private volatile Faults.Effects effects = new FaultEffects();
  private final RequestCounters requests = new RequestCounters();

  private Sandbox(SandboxConfig config, IdTokenKeys keys, WebServer server) throws IOException {
    // Times that other programs compare with their own clocks are real: tokens, the header Date,
    // the end of the rate limit's window. Only the district's clock can be set.
    var realTime = config.clock();
    this.server = server;
    this.baseUrl = "http://%s:%d".formatted(config.host(), server.port());
    this.clock = new SettableClock(realTime);
    this.world = new DistrictSimulation(rosterOf(config), clock);
    this.connection = new Connection(config.seed(), world.sis().district(), clock);
    this.faults = new Faults(new RoutedEffects(), clock);
    var keyFile = config.keyFile();
    var key = keyFile.isPresent() ? SigningKey.keptIn(keyFile.get()) : SigningKey.onDemand();
    this.issuer = new TestIssuer(baseUrl + "/oidc", key, realTime);
    server.serve("/oidc/", new IssuerEndpoint(issuer));
    var app = new App(config.clientId(), config.clientSecret(), config.redirectUris());
    var appToken =
        new SignIn.AppToken(
            TokensEndpoint.SCOPES, connection::isCurrent, () -> connection.token().isPresent());
    this.signIn =
        new SignIn(app, baseUrl, config.issuer().orElse(baseUrl), keys, world, appToken, realTime);
    signIn
        .endpoints(new TokensEndpoint(app, connection))
        .forEach((path, endpoint) -> server.serve(path, withFaults(endpoint)));
    var limiter = new RateLimiter(config.rateLimit(), realTime);
    var data =
        new DataEndpoint(world::moment, connection, signIn.tokens(), limiter, faults, requests);
    server.serve("/v3.0/", data);
    server.serve("/v3.1/", data);
    server.serve("/", request -> Answer.html(404, "Cannot " + request.method() + " this path"));
  }

  /**
   * Starts a sandbox, which answers when this method returns.
   *
   * @throws IOException when the port is taken, or the key file cannot be used
   * @throws IllegalArgumentException when the size or the drift is out of range
   */
  public static Sandbox start(SandboxConfig config) throws IOException {
    var sandbox = prepare(config, IdTokenKeys.shared());
    sandbox.open();
    return sandbox;
  }

  /**
   * Sets up a sandbox that listens on its port; requests wait until it is opened.
   *
   * @param keys that sign id_tokens
   * @throws IOException when the port is taken, or the key file cannot be used
   * @throws IllegalArgumentException when the size or the drift is out of range
   */
  public static Sandbox prepare(SandboxConfig config, IdTokenKeys keys) throws IOException {
    var server = WebServer.bind(config.host(), config.port(), config.clock());
    try {
      return new Sandbox(config, keys, server);
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** Starts to answer. */
  public void open() {
    server.open();
  }

  /** Routes the effects of faults on the district through this object from now on. */
  public void routeFaults(Faults.Effects newEffects) {
    effects = newEffects;
  }

  /** Returns the endpoint with the faults that name its path. */
  private Endpoint withFaults(Endpoint endpoint) {
    return request -> {
      var call = faults.call(request.path().substring(1), Optional.empty());
      return call.dress(call.spoil(() -> endpoint.answer(request)));
    };
  }

  /** The district of a configuration, drift included. */
  static Roster rosterOf(SandboxConfig config) {
    var first = DistrictGenerator.generate(config.seed(), config.students(), config.quality());
    return config.driftPercent() == 0
        ? first
        : RosterEditor.apply(first, Drift.of(first, config.driftPercent()));
  }

  /** The URL of the sandbox, without a trailing slash. */
  public String baseUrl() {
    return baseUrl;
  }

  /** The district's Clever id. */
  public String districtId() {
    return world.sis().district().toString();
  }

  /**
   * The current district-app token.
   *
   * @throws IllegalStateException while the district is disconnected
   */
  public String token() {
    return connection
        .token()
        .orElseThrow(() -> new IllegalStateException("the district is disconnected"));
  }

  /** The current district-app token; empty while the district is disconnected. */
  public Optional<String> currentToken() {
    return connection.token();
  }

  /** The current SIS set, shared or not, synced or not. */
  public Roster roster() {
    return world.sis();
  }

  /** The app's current view. */
  public AppView view() {
    return world.moment().view();
  }

  /**
   * The district over time: its share, the state of its syncs, whether events are on. All of it can
   * be changed at any time.
   */
  public DistrictSimulation world() {
    return world;
  }

  /**
   * The district's clock, which can be set: it determines syncs, pauses, events and their
   * retention. Tokens, sign-in, the header {@code Date} and the rate limit use the real time,
   * because other programs compare them with their own clocks.
   */
  public SettableClock clock() {
    return clock;
  }

  /**
   * Changes the SIS set in one step and syncs, unless the syncs are stopped ({@link
   * DistrictSimulation#apply}). Returns the differences in the SIS set.
   *
   * @throws IllegalArgumentException when a change names an unknown record or is impossible; then
   *     none is applied
   */
  public synchronized DriftSummary apply(List<RosterChange> changes) {
    return DriftSummary.between(world.apply(changes), world.sis());
  }

  /** Changes the district, see {@link #apply(List)}. */
  public DriftSummary apply(RosterChange... changes) {
    return apply(List.of(changes));
  }

  /** Changes about this percentage of the district, see {@link Drift}. Returns the differences. */
  public synchronized DriftSummary drift(double percent) {
    return apply(Drift.of(world.sis(), percent));
  }

  /** Changes the district's share, see {@link DistrictSimulation#share(Share)}. */
  public void share(Share share) {
    world.share(share);
  }

  /** Changes the app's data access. */
  public void dataAccess(DataAccess access) {
    world.dataAccess(access);
  }

  /** Switches events on or off for the app. */
  public void events(boolean on) {
    world.events(on);
  }

  /** Disconnects the district: its token is refused and leaves the list of tokens. */
  public void disconnect() {
    connection.disconnect();
  }

  /**
   * Connects the district again with a new token; all ids stay.
   *
   * @throws IllegalStateException while it is connected
   */
  public String connect() {
    return connection.connect();
  }

  /** Gives the district a new token, even after a disconnect; the old one is refused. */
  public String rotateToken() {
    return connection.rotate();
  }

  /** The faults that are switched on. */
  public Faults faults() {
    return faults;
  }

  /** The number of requests to the data API. */
  public RequestCounters requests() {
    return requests;
  }

  /** The sign-in of people at Clever, with their tokens and keys. */
  public SignIn signIn() {
    return signIn;
  }

  /** The test issuer. */
  public TestIssuer issuer() {
    return issuer;
  }

  @Override
  public void close() {
    server.close();
  }

  /** Passes each effect to the object that is current at that moment. */
  private final class RoutedEffects implements Faults.Effects {
    @Override
    public void change(List<RosterChange> changes) {
      effects.change(changes);
    }

    @Override
    public void events(BooleanSupplier on) {
      effects.events(on);
    }

    @Override
    public void endToken(boolean replaced) {
      effects.endToken(replaced);
    }
  }

  /** The effects of faults on this sandbox. */
  private final class FaultEffects implements Faults.Effects {
    @Override
    public void change(List<RosterChange> changes) {
      apply(changes);
    }

    @Override
    public void events(BooleanSupplier on) {
      world.exclusively(() -> {
        Sandbox.this.events(on.getAsBoolean());
        return on;
      });
    }

    @Override
    public void endToken(boolean replaced) {
      if (replaced) {
        rotateToken();
      } else {
        disconnect();
      }
    }
  }
}
