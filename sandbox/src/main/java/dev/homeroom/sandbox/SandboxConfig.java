package dev.homeroom.sandbox;

import dev.homeroom.sandbox.api.RateLimiter;
import dev.homeroom.sandbox.district.Quality;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * How a sandbox is set up. Begin with {@link #demo()} and change what matters.
 *
 * @param host the address to listen on
 * @param port 0 takes any free one
 * @param students 10 to 1,000,000; 1004 is Clever's demo district exactly
 * @param seed the same seed gives the same district, byte for byte
 * @param driftPercent a later state of that district: about this much of it changed; 0 for none
 * @param clientId the app's OAuth client id
 * @param redirectUris where logins may end; those that begin at Clever end at the first
 * @param issuer the issuer that Clever's id_tokens name; the base URL when empty
 * @param rateLimit requests per token and minute; 0 for no limit
 * @param keyFile where the test issuer's key is kept, so that its tokens survive a restart
 * @param clock the real time: tokens and rate limits go by it, and so does the district until its
 *     clock is set ({@link Sandbox#clock()}); the times of the first state come from the seed
 * @param quality how well the district's records are filled in
 */
public record SandboxConfig(
    String host,
    int port,
    int students,
    long seed,
    double driftPercent,
    String clientId,
    String clientSecret,
    List<String> redirectUris,
    Optional<String> issuer,
    int rateLimit,
    Optional<Path> keyFile,
    Clock clock,
    Quality quality) {
  /** Copies what is given, and refuses what no sandbox can be. */
  public SandboxConfig {
    if (rateLimit < 0) {
      throw new IllegalArgumentException("a rate limit is 0 or more, not " + rateLimit);
    }
    redirectUris = List.copyOf(redirectUris);
  }

  /** Students of the demo district. */
  public static final int DEMO_STUDENTS = 1004;

  /** Clever's demo district on any free port of the loopback address. */
  public static SandboxConfig demo() {
    return new SandboxConfig(
        "127.0.0.1",
        0,
        DEMO_STUDENTS,
        1,
        0,
        "sandbox-client",
        "sandbox-secret",
        List.of(),
        Optional.empty(),
        RateLimiter.CLEVERS_LIMIT,
        Optional.empty(),
        Clock.systemUTC(),
        Quality.DEFECTS);
  }

  /** The same at another address. */
  public SandboxConfig at(String newHost, int newPort) {
    return new SandboxConfig(
        newHost,
        newPort,
        students,
        seed,
        driftPercent,
        clientId,
        clientSecret,
        redirectUris,
        issuer,
        rateLimit,
        keyFile,
        clock,
        quality);
  }

  /** The same with another number of students. */
  public SandboxConfig withStudents(int newStudents) {
    return new SandboxConfig(
        host,
        port,
        newStudents,
        seed,
        driftPercent,
        clientId,
        clientSecret,
        redirectUris,
        issuer,
        rateLimit,
        keyFile,
        clock,
        quality);
  }

  /** The same with another seed, which is another district. */
  public SandboxConfig withSeed(long newSeed) {
    return new SandboxConfig(
        host,
        port,
        students,
        newSeed,
        driftPercent,
        clientId,
        clientSecret,
        redirectUris,
        issuer,
        rateLimit,
        keyFile,
        clock,
        quality);
  }

  /** The same in a later state. */
  public SandboxConfig withDrift(double newPercent) {
    return new SandboxConfig(
        host,
        port,
        students,
        seed,
        newPercent,
        clientId,
        clientSecret,
        redirectUris,
        issuer,
        rateLimit,
        keyFile,
        clock,
        quality);
  }

  /** The same for another app. */
  public SandboxConfig withClient(String newId, String newSecret) {
    return new SandboxConfig(
        host,
        port,
        students,
        seed,
        driftPercent,
        newId,
        newSecret,
        redirectUris,
        issuer,
        rateLimit,
        keyFile,
        clock,
        quality);
  }

  /** The same with another rate limit. */
  public SandboxConfig withRateLimit(int newLimit) {
    return new SandboxConfig(
        host,
        port,
        students,
        seed,
        driftPercent,
        clientId,
        clientSecret,
        redirectUris,
        issuer,
        newLimit,
        keyFile,
        clock,
        quality);
  }

  /** The same with the issuer's key kept in a file. */
  public SandboxConfig withKeyFile(Path file) {
    return new SandboxConfig(
        host,
        port,
        students,
        seed,
        driftPercent,
        clientId,
        clientSecret,
        redirectUris,
        issuer,
        rateLimit,
        Optional.of(file),
        clock,
        quality);
  }

  /** The same with another clock. */
  public SandboxConfig withClock(Clock newClock) {
    return new SandboxConfig(
        host,
        port,
        students,
        seed,
        driftPercent,
        clientId,
        clientSecret,
        redirectUris,
        issuer,
        rateLimit,
        keyFile,
        newClock,
        quality);
  }

  /** The same with records of another quality. */
  public SandboxConfig withQuality(Quality newQuality) {
    return new SandboxConfig(
        host,
        port,
        students,
        seed,
        driftPercent,
        clientId,
        clientSecret,
        redirectUris,
        issuer,
        rateLimit,
        keyFile,
        clock,
        newQuality);
  }

  /** The same with these redirect URIs registered. */
  public SandboxConfig withRedirectUris(List<String> newUris) {
    return new SandboxConfig(
        host,
        port,
        students,
        seed,
        driftPercent,
        clientId,
        clientSecret,
        newUris,
        issuer,
        rateLimit,
        keyFile,
        clock,
        quality);
  }

  /** The same with id_tokens of this issuer. */
  public SandboxConfig withIssuer(String newIssuer) {
    return new SandboxConfig(
        host,
        port,
        students,
        seed,
        driftPercent,
        clientId,
        clientSecret,
        redirectUris,
        Optional.of(newIssuer),
        rateLimit,
        keyFile,
        clock,
        quality);
  }
}
