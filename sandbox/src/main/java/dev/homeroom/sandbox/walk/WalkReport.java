package dev.homeroom.sandbox.walk;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The time, CPU and memory of one walk.
 *
 * @param startSeconds until the sandbox answered; 0 if it already ran
 * @param cpuSeconds of the sandbox during the walk
 * @param peakMegabytes the largest resident memory of the sandbox
 */
record WalkReport(
    double startSeconds,
    Walk.Read read,
    Optional<Double> cpuSeconds,
    Optional<Long> peakMegabytes) {

  /** The report for people. */
  String text() {
    var lines = new ArrayList<String>();
    read.records()
        .forEach((type, count) -> lines.add("  %-10s %,12d".formatted(type.path(), count)));
    lines.add(
        "%,d records on %,d pages, %,d MB in %.1f s: %,d records/s"
            .formatted(
                read.total(),
                read.pages(),
                read.bytes() / 1_000_000,
                read.seconds(),
                read.recordsPerSecond()));
    lines.add(
        "sandbox: ready after %.1f s, %s CPU seconds for the walk, at most %s MB resident"
            .formatted(
                startSeconds,
                cpuSeconds.map(value -> "%.1f".formatted(value)).orElse("unknown"),
                peakMegabytes.map(value -> "%,d".formatted(value)).orElse("unknown")));
    lines.add("SHA-256 of all pages: " + read.sha256());
    return String.join(System.lineSeparator(), lines) + System.lineSeparator();
  }

  /** The report for programs. */
  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("startSeconds", rounded(startSeconds));
    Map<String, Long> records = new LinkedHashMap<>();
    read.records().forEach((type, count) -> records.put(type.path(), count));
    json.put("records", records);
    json.put("total", read.total());
    json.put("pages", read.pages());
    json.put("bytes", read.bytes());
    json.put("seconds", rounded(read.seconds()));
    json.put("recordsPerSecond", read.recordsPerSecond());
    cpuSeconds.ifPresent(value -> json.put("sandboxCpuSeconds", rounded(value)));
    peakMegabytes.ifPresent(value -> json.put("sandboxPeakMegabytes", value));
    json.put("sha256", read.sha256());
    return json;
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
