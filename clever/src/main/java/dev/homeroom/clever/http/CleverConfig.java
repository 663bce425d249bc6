package dev.homeroom.clever.http;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of Clever and the limits of requests to it.
 *
 * @param apiUrl the base URL of data: {@code https://api.clever.com}
 * @param oauthUrl the base URL of tokens: {@code https://clever.com}
 * @param client gives the app's id and secret for each request that needs them, since the secret
 *     may change; null if every district brings its token
 * @param connectTimeout the longest wait for a connection
 * @param answerTimeout the longest wait for a whole answer, from the request to the last byte
 * @param longestAnswer in bytes; a longer answer is refused before it fills the memory
 */
public record CleverConfig(
    URI apiUrl,
    URI oauthUrl,
    CleverVersion version,
    @Nullable Supplier<ClientCredentials> client,
    Duration connectTimeout,
    Duration answerTimeout,
    long longestAnswer,
    RetryPolicy retry,
    Clock clock,
    Sleeper sleeper,
    RandomGenerator random) {

  public CleverConfig {
    requireHttp(apiUrl);
    requireHttp(oauthUrl);
  }

  /**
   * Returns a configuration with the default limits (10 s to connect, 120 s and 64 MiB for an
   * answer) and the system's clock.
   */
  public static CleverConfig of(
      URI apiUrl,
      URI oauthUrl,
      CleverVersion version,
      @Nullable Supplier<ClientCredentials> client) {
    return new CleverConfig(
        apiUrl,
        oauthUrl,
        version,
        client,
        Duration.ofSeconds(10),
        Duration.ofSeconds(120),
        64L << 20,
        RetryPolicy.DEFAULT,
        Clock.systemUTC(),
        Thread::sleep,
        RandomGenerator.getDefault());
  }

  /**
   * Returns a copy for requests that a person waits for: each ends with an answer or a failure
   * within 8 seconds.
   */
  public CleverConfig impatient() {
    return new CleverConfig(
        apiUrl,
        oauthUrl,
        version,
        client,
        Duration.ofSeconds(3),
        Duration.ofSeconds(3),
        longestAnswer,
        new RetryPolicy(2, Duration.ofMillis(250), Duration.ofMillis(250), Duration.ofSeconds(1)),
        clock,
        sleeper,
        random);
  }

  /** Returns an address below one of the configured ones. */
  static URI below(URI base, String pathAndQuery) {
    var prefix = base.toString();
    return URI.create(
        (prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix) + pathAndQuery);
  }

  private static void requireHttp(URI url) {
    var scheme = url.getScheme();
    if (url.getHost() == null || !("https".equals(scheme) || "http".equals(scheme))) {
      throw new IllegalArgumentException("A Clever URL is like https://api.clever.com.");
    }
  }
}
