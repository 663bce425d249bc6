package dev.homeroom.sandbox.api;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * Limits the requests per token and calendar minute; each minute starts at zero (sandbox/CLEVER.md
 * 5.2).
 */
public final class RateLimiter {
  /** Clever's limit. */
  public static final int CLEVERS_LIMIT = 1200;

  private static final int WINDOW_SECONDS = 60;

  private final int limit;
  private final Clock clock;
  private final Map<String, Integer> used = new HashMap<>();
  private long window;

  /** Creates a limiter; a limit of 0 never refuses but still sends the headers. */
  public RateLimiter(int limit, Clock clock) {
    this.limit = limit;
    this.clock = clock;
  }

  /** The result of counting one request. */
  record Permit(boolean granted, int limit, int remaining, long resetSeconds) {
    Map<String, String> headers() {
      return Map.of(
          "X-Ratelimit-Limit", String.valueOf(limit),
          "X-Ratelimit-Remaining", String.valueOf(remaining),
          "X-Ratelimit-Reset", String.valueOf(resetSeconds),
          "X-Ratelimit-Bucket", "bearer");
    }
  }

  /** Counts a request of this token. */
  synchronized Permit take(String token) {
    var now = clock.instant().getEpochSecond();
    if (now / WINDOW_SECONDS != window) {
      window = now / WINDOW_SECONDS;
      used.clear();
    }
    var reset = (window + 1) * WINDOW_SECONDS;
    if (limit == 0) {
      return new Permit(true, CLEVERS_LIMIT, CLEVERS_LIMIT, reset);
    }
    var number = used.merge(token, 1, Integer::sum);
    return new Permit(number <= limit, limit, Math.max(0, limit - number), reset);
  }
}
