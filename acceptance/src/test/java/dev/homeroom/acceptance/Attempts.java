package dev.homeroom.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** The attempts of a test, each with its expected and its actual result. */
final class Attempts {
  /** Longer than the thirty seconds after which the operator looks again without an event. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private static final Duration BETWEEN = Duration.ofMillis(50);

  private record Attempt(String what, String expected, String got) {
    @Override
    public String toString() {
      return "%-72s %s"
          .formatted(what, got.equals(expected) ? got : got + "  EXPECTED " + expected);
    }
  }

  private final List<Attempt> made = new ArrayList<>();

  /** Looks until it sees what is expected, and writes down what it saw at last. */
  void get(String what, String expected, Callable<String> look) throws Exception {
    var end = System.nanoTime() + LONGEST.toNanos();
    var got = look.call();
    while (!got.equals(expected) && System.nanoTime() < end) {
      LockSupport.parkNanos(BETWEEN.toNanos());
      got = look.call();
    }
    made.add(new Attempt(what, expected, got));
  }

  /** Prints all of it, and fails where an attempt got anything else than it has to. */
  void require() {
    var table = made.stream().map(Attempt::toString).collect(Collectors.joining("\n"));
    System.out.println(table);
    assertThat(made).as(table).isNotEmpty().allMatch(each -> each.got().equals(each.expected()));
  }
}
