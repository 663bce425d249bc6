package dev.homeroom.clever.http;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The number of attempts of a call, and the waits between them.
 *
 * @param attempts the number of attempts in all for a call that fails temporarily; 1 or more
 * @param firstPause the pause after the first failure; each further one is twice as long, and each
 *     is randomly shortened by up to a half
 * @param longestPause the upper limit of a pause
 * @param patience the total time that one call waits for the rate limit before it fails
 */
public record RetryPolicy(
    int attempts, Duration firstPause, Duration longestPause, Duration patience) {

  /** Five attempts, half a second to 20 seconds apart; five minutes for the rate limit. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(5, Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofMinutes(5));

  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("A call is tried once or more.");
    }
  }

  /** Returns the pause after this many failures; 1 or more. */
  Duration pause(int failures, RandomGenerator random) {
    var doubled = firstPause.multipliedBy(1L << Math.min(failures - 1, 20));
    var longest = doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
    return Duration.ofNanos((long) (longest.toNanos() * (0.5 + random.nextDouble() / 2)));
  }
}
