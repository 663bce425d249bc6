package dev.homeroom.clever.http;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * Tracks which tokens have used up their minute, from the headers of their last answers
 * (sandbox/CLEVER.md "Rate limit"). Safe for many threads.
 */
final class RateLimits {
  /** The longest wait. Clever counts by the minute, so a later reset comes from a wrong clock. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Clock clock;

  /** The time until which each used-up token has to wait; other tokens are absent. */
  private final ConcurrentMap<Authorization, Instant> resets = new ConcurrentHashMap<>();

  RateLimits(Clock clock) {
    this.clock = clock;
  }

  /** The time that this token has to wait; zero if it may go on. */
  Duration wait(Authorization authorization) {
    return until(authorization)
        .map(reset -> Duration.between(clock.instant(), reset))
        .filter(Duration::isPositive)
        .orElse(Duration.ZERO);
  }

  /** The time until which this token has to wait; empty if it may go on. */
  Optional<Instant> until(Authorization authorization) {
    var reset = resets.get(authorization);
    if (reset == null) {
      return Optional.empty();
    }
    if (reset.isAfter(clock.instant())) {
      return Optional.of(reset);
    }
    resets.remove(authorization, reset);
    return Optional.empty();
  }

  /** Records an answer's headers about the token's limits. */
  void note(Authorization authorization, HttpHeaders headers) {
    var now = clock.instant();
    var latest = now.plus(LONGEST);
    lastReset(headers)
        .filter(reset -> reset.isAfter(now))
        .map(reset -> reset.isAfter(latest) ? latest : reset)
        .ifPresent(reset -> resets.merge(authorization, reset, (a, b) -> a.isAfter(b) ? a : b));
  }

  /** The latest reset of all buckets that have nothing left. */
  private static Optional<Instant> lastReset(HttpHeaders headers) {
    var remaining = numbers(headers, "X-Ratelimit-Remaining");
    var resets = numbers(headers, "X-Ratelimit-Reset");
    Optional<Instant> last = Optional.empty();
    for (int i = 0; i < Math.min(remaining.size(), resets.size()); i++) {
      if (remaining.get(i) <= 0) {
        var reset = Instant.ofEpochSecond(resets.get(i));
        last = last.filter(reset::isBefore).or(() -> Optional.of(reset));
      }
    }
    return last;
  }

  /** The numbers of a header that is a list; empty if any of them is not a number. */
  private static List<Long> numbers(HttpHeaders headers, String name) {
    try {
      return headers.allValues(name).stream()
          .flatMap(value -> Stream.of(value.split(",", -1)))
          .map(value -> Math.clamp(Long.parseLong(value.strip()), 0L, Integer.MAX_VALUE * 2L))
          .toList();
    } catch (NumberFormatException notANumber) {
      return new ArrayList<>();
    }
  }
}
