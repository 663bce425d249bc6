package dev.homeroom.bench.many;

import java.util.List;

/**
 * The distribution of seconds: the median, the 95th and 99th percentiles, and the largest value.
 */
record Percentiles(double half, double p95, double p99, double most) {

  /** Returns the distribution of the values; zeros where there are none. */
  static Percentiles of(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    return new Percentiles(at(sorted, 0.5), at(sorted, 0.95), at(sorted, 0.99), at(sorted, 1));
  }

  private static double at(List<Double> sorted, double part) {
    if (sorted.isEmpty()) {
      return 0;
    }
    int index = (int) Math.ceil(part * sorted.size()) - 1;
    return Math.round(sorted.get(Math.max(0, index)) * 1000) / 1000.0;
  }
}
