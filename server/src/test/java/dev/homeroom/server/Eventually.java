package dev.homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for a condition, never for a time. */
public final class Eventually {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration BETWEEN = Duration.ofMillis(50);

  private Eventually() {}

  /** Looks until what it sees is as wanted, and returns it. */
  public static <T> T see(Supplier<T> look, Predicate<T> wanted) {
    long limit = System.nanoTime() + LONGEST.toNanos();
    var seen = look.get();
    while (!wanted.test(seen)) {
      assertThat(System.nanoTime()).as("seen at last: %s", seen).isLessThan(limit);
      LockSupport.parkNanos(BETWEEN.toNanos());
      seen = look.get();
    }
    return seen;
  }
}
