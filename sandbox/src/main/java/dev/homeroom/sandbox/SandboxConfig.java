package dev.homeroom.sandbox;

import dev.homeroom.sandbox.api.RateLimiter;
import dev.homeroom.sandbox.district.DataQuality;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The configuration of a sandbox. Start with {@link #demo()} and change what you need.
 *
 * @param host the address to listen on
 * @param port 0 takes any free one
 * @param students 10 to 1,000,000; 1004 is exactly Clever's demo district
 * @param seed the same seed gives the same district, byte for byte
 * @param driftPercent about this percentage of the district has changed since its first state; 0
 *     for none
 * @param clientId the app's OAuth client id
 * @param redirectUris where logins may end; those that begin at Clever end at the first
 * @param issuer the issuer in Clever's id_tokens; the base URL if empty
 * @param rateLimit requests per token and minute; 0 for no limit
 * @param keyFile the file that keeps the test issuer's key, so that its tokens survive a restart
 * @param clock the real time, for tokens and rate limits, and for the district until its clock is
 *     set ({@link Sandbox#clock()}); the times of the first state come from the seed
 * @param quality the quality of the district's records
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
    DataQuality quality) {
  /** Copies the list, and refuses a negative rate limit. */
  public SandboxConfig {
    if (rateLimit < 0) {
      throw new IllegalArgumentException("a rate limit is 0 or more, not " + rateLimit);
    }
    redirectUris = List.copyOf(redirectUris);
  }

  /** The number of students in the demo district. */
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
        DataQuality.DEFECTS);
  }

  /** Returns a copy with another address. */
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

  /** Returns a copy with another number of students. */
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

  /** Returns a copy with another seed, that is, another district. */
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

  /** Returns a copy with another percentage of drift. */
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

  /** Returns a copy for another app. */
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

  /** Returns a copy with another rate limit. */
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

  /** Returns a copy that keeps the issuer's key in a file. */
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

  /** Returns a copy with another clock. */
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

  /** Returns a copy with records of another quality. */
  public SandboxConfig withQuality(DataQuality newQuality) {
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

  /** Returns a copy with these redirect URIs registered. */
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

  /** Returns a copy with this issuer in id_tokens. */
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
