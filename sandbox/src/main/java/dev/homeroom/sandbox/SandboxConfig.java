package dev.homeroom.sandbox;

import dev.homeroom.sandbox.api.RateLimiter;
import dev.homeroom.sandbox.district.DataQuality;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The configuration of a sandbox. Start with {@link #demo()} and change what you need. */
public final class SandboxConfig implements Cloneable {
  /** The number of students in the demo district. */
  public static final int DEMO_STUDENTS = 1004;

  private String host = "127.0.0.1";
  private int port;
  private int students = DEMO_STUDENTS;
  private long seed = 1;
  private double driftPercent;
  private String clientId = "sandbox-client";
  private String clientSecret = "sandbox-secret";
  private List<String> redirectUris = List.of();
  private Optional<String> issuer = Optional.empty();
  private int rateLimit = RateLimiter.CLEVERS_LIMIT;
  private Optional<Path> keyFile = Optional.empty();
  private Clock clock = Clock.systemUTC();
  private DataQuality quality = DataQuality.DEFECTS;

  private SandboxConfig() {}

  /** Clever's demo district on any free port of the loopback address. */
  public static SandboxConfig demo() {
    return new SandboxConfig();
  }

  private SandboxConfig with(Consumer<SandboxConfig> edit) {
    try {
      var copy = (SandboxConfig) clone();
      edit.accept(copy);
      return copy;
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a copy with another address to listen on; port 0 takes any free one. */
  public SandboxConfig at(String newHost, int newPort) {
    return with(copy -> {
      copy.host = newHost;
      copy.port = newPort;
    });
  }

  /** Returns a copy with another number of students, 10 to 1,000,000. */
  public SandboxConfig withStudents(int newStudents) {
    return with(copy -> copy.students = newStudents);
  }

  /** Returns a copy with another seed, that is, another district. */
  public SandboxConfig withSeed(long newSeed) {
    return with(copy -> copy.seed = newSeed);
  }

  /** Returns a copy in which about this percentage of the district has changed; 0 for none. */
  public SandboxConfig withDrift(double newPercent) {
    return with(copy -> copy.driftPercent = newPercent);
  }

  /** Returns a copy for another app, with this OAuth client id and secret. */
  public SandboxConfig withClient(String newId, String newSecret) {
    return with(copy -> {
      copy.clientId = newId;
      copy.clientSecret = newSecret;
    });
  }

  /**
   * Returns a copy with another number of requests per token and minute; 0 for no limit.
   *
   * @throws IllegalArgumentException when it is negative
   */
  public SandboxConfig withRateLimit(int newLimit) {
    if (newLimit < 0) {
      throw new IllegalArgumentException("a rate limit is 0 or more, not " + newLimit);
    }
    return with(copy -> copy.rateLimit = newLimit);
  }

  /**
   * Returns a copy that keeps the test issuer's key in a file, so that tokens survive a restart.
   */
  public SandboxConfig withKeyFile(Path file) {
    return with(copy -> copy.keyFile = Optional.of(file));
  }

  /**
   * Returns a copy with another real time, for tokens and rate limits, and for the district until
   * its clock is set ({@link Sandbox#clock()}); the times of the first state come from the seed.
   */
  public SandboxConfig withClock(Clock newClock) {
    return with(copy -> copy.clock = newClock);
  }

  /** Returns a copy with records of another quality. */
  public SandboxConfig withQuality(DataQuality newQuality) {
    return with(copy -> copy.quality = newQuality);
  }

  /** Returns a copy with these redirect URIs; logins that begin at Clever end at the first. */
  public SandboxConfig withRedirectUris(List<String> newUris) {
    return with(copy -> copy.redirectUris = List.copyOf(newUris));
  }

  /** Returns a copy with this issuer in Clever's id_tokens; the base URL unless given. */
  public SandboxConfig withIssuer(String newIssuer) {
    return with(copy -> copy.issuer = Optional.of(newIssuer));
  }

  /** The number of students. */
  public int students() {
    return students;
  }

  /** The seed: the same one gives the same district, byte for byte. */
  public long seed() {
    return seed;
  }

  /** The percentage of the district that has changed since its first state; 0 for none. */
  public double driftPercent() {
    return driftPercent;
  }

  /** The quality of the district's records. */
  public DataQuality quality() {
    return quality;
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  String clientId() {
    return clientId;
  }

  String clientSecret() {
    return clientSecret;
  }

  List<String> redirectUris() {
    return redirectUris;
  }

  Optional<String> issuer() {
    return issuer;
  }

  int rateLimit() {
    return rateLimit;
  }

  Optional<Path> keyFile() {
    return keyFile;
  }

  Clock clock() {
    return clock;
  }
}
