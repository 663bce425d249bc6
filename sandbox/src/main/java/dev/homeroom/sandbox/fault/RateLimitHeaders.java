package dev.homeroom.sandbox.fault;

import dev.homeroom.sandbox.http.Answer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The headers of the rate limit, otherwise than usual (sandbox/CLEVER.md 5.2). */
final class RateLimitHeaders {
  static final String LIMIT = "X-Ratelimit-Limit";
  static final String REMAINING = "X-Ratelimit-Remaining";
  static final String RESET = "X-Ratelimit-Reset";
  static final String BUCKET = "X-Ratelimit-Bucket";

  /** What a refusal for too many requests says, whatever the real limit would. */
  static final Map<String, String> EXHAUSTED = Map.of(REMAINING, "0");

  /** The bucket of all tokens together is this much larger than that of one. */
  private static final int TOKENS = 5;

  /**
   * The bucket of all tokens empties so much later, so that it matters which one a client reads.
   */
  private static final int LATER_SECONDS = 5;

  private RateLimitHeaders() {}

  /** The same headers, also for a bucket that all tokens share; that one comes first. */
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

  /** Unix seconds of one or more buckets, moved. */
  static String moved(String resets, long seconds) {
    return Arrays.stream(resets.split(",", -1))
        .map(reset -> String.valueOf(number(reset.trim()) + seconds))
        .collect(Collectors.joining(", "));
  }

  private static long number(String text) {
    return Long.parseLong(text);
  }
}
