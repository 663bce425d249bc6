package dev.homeroom.bench.walk;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The result of walks through sandboxes of one district; its JSON form is kept.
 *
 * @param command the command line
 * @param date the time of the measurement, ISO 8601
 */
record WalkMeasurement(String command, String date, int cores, String java, List<Run> runs) {

  /**
   * One walk.
   *
   * @param startSeconds until the sandbox answered; 0 if it already ran
   * @param records by type, in Clever's words
   * @param sandboxCpuSeconds of the sandbox during the walk
   * @param sandboxPeakMegabytes the largest resident memory of the sandbox; 0 where unknown
   * @param sha256 a hash of all pages, type by type, in hex
   */
  record Run(
      double startSeconds,
      Map<String, Long> records,
      long total,
      long pages,
      long bytes,
      double seconds,
      long recordsPerSecond,
      double sandboxCpuSeconds,
      long sandboxPeakMegabytes,
      String sha256) {}

  /** Returns the numbers for people. */
  String text() {
    var text = new StringBuilder();
    for (var run : runs) {
      run.records()
          .forEach((type, count) ->
              text.append(String.format(Locale.ROOT, "  %-10s %,12d%n", type, count)));
      text.append(
          String.format(
              Locale.ROOT,
              """
              %,d records on %,d pages, %,d MB in %.1f s: %,d records/s
              sandbox: ready after %.1f s, %.1f CPU seconds for the walk, at most %,d MB resident
              SHA-256 of all pages: %s
              """,
              run.total(),
              run.pages(),
              run.bytes() / 1_000_000,
              run.seconds(),
              run.recordsPerSecond(),
              run.startSeconds(),
              run.sandboxCpuSeconds(),
              run.sandboxPeakMegabytes(),
              run.sha256()));
    }
    if (runs.size() > 1 && wrong().isEmpty()) {
      text.append("the pages of all %d runs are identical, byte for byte%n".formatted(runs.size()));
    }
    return text.toString();
  }

  /** Describes the fault for people; empty if all runs read the same pages. */
  String wrong() {
    return runs.stream().map(Run::sha256).distinct().count() == 1
        ? ""
        : "the pages of the %d runs differ".formatted(runs.size());
  }
}
