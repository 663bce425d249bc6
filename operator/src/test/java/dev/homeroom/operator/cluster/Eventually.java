package dev.homeroom.operator.cluster;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for something that other threads and processes bring about. */
public final class Eventually {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(20);

  private Eventually() {}

  /** Asks until the answer is right, and returns it; fails with the last answer. */
  public static <T> T eventually(String what, Supplier<T> ask, Predicate<T> right)
      throws InterruptedException {
    var end = System.nanoTime() + LIMIT.toNanos();
    var answer = ask.get();
    while (!right.test(answer)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never: " + what + "; last seen: " + answer);
      }
      Thread.sleep(POLL);
      answer = ask.get();
    }
    return answer;
  }
}
