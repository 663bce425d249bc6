package dev.homeroom.sandbox.api;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests to the data API by kind of path. Safe for many threads. */
public final class RequestCounters {
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  void count(Route route) {
    counts.computeIfAbsent(route.pattern(), _ -> new LongAdder()).increment();
  }

  /** The number of all requests so far, refused ones included. */
  public long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /**
   * The number of requests so far by path, for example {@code users} or {@code
   * sections/{id}/users}.
   */
  public Map<String, Long> byPath() {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((path, count) -> sums.put(path, count.sum()));
    return sums;
  }
}
