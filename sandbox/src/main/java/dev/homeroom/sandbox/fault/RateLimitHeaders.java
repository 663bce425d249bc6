package dev.homeroom.sandbox.fault;

import dev.homeroom.sandbox.http.Answer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Unusual headers of the rate limit (sandbox/CLEVER.md 5.2). */
final class RateLimitHeaders {
  static final String LIMIT = "X-Ratelimit-Limit";
  static final String REMAINING = "X-Ratelimit-Remaining";
  static final String RESET = "X-Ratelimit-Reset";
  static final String BUCKET = "X-Ratelimit-Bucket";

  /** The headers of a refusal by a fault: no request is left, even if the real limit has some. */
  static final Map<String, String> EXHAUSTED = Map.of(REMAINING, "0");

  /** The bucket of all tokens together has this many times the size of one token's bucket. */
  private static final int TOKENS = 5;

  /**
   * The bucket of all tokens resets this much later, so that it matters which bucket a client
   * reads.
   */
  private static final int LATER_SECONDS = 5;

  private RateLimitHeaders() {}

  /** Returns the headers for two buckets; the first is shared by all tokens. */
  static Map<String, String> twoBuckets(Answer answer) {
    var headers = answer.headers();
    var two = new LinkedHashMap<String, String>();
    headers.forEach((name, value) -> {
      switch (name) {
        case LIMIT -> two.put(LIMIT, number(value) * TOKENS + ", " + value);
        case REMAINING -> two.put(REMAINING, number(value) * TOKENS + ", " + value);
        case RESET -> two.put(RESET, number(value) + LATER_SECONDS + ", " + value);
        case BUCKET -> two.put(BUCKET, "all, " + value);
        default -> {}
      }
    });
    return two;
  }

  /** Moves the reset times of one or more buckets, in Unix seconds. */
  static String moved(String resets, long seconds) {
    return Arrays.stream(resets.split(",", -1))
        .map(reset -> String.valueOf(number(reset.trim()) + seconds))
        .collect(Collectors.joining(", "));
  }

  private static long number(String text) {
    return Long.parseLong(text);
  }
}
