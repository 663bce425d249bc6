package dev.homeroom.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for a condition that other threads or processes bring about, never for a time. */
public final class Eventually {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Eventually() {}

  /** Looks until the result is as wanted, and returns it; fails with the last result. */
  public static <T> T see(Supplier<T> look, Predicate<T> wanted) {
    return see("seen", look, wanted);
  }

  /**
   * Looks until the result is as wanted, and returns it; fails with the last result.
   *
   * @param what names the condition in the failure
   */
  public static <T> T see(String what, Supplier<T> look, Predicate<T> wanted) {
    long limit = System.nanoTime() + LONGEST.toNanos();
    var seen = look.get();
    while (!wanted.test(seen)) {
      if (System.nanoTime() - limit > 0) {
        throw new AssertionError("never " + what + "; at last: " + seen);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      seen = look.get();
    }
    return seen;
  }
}
