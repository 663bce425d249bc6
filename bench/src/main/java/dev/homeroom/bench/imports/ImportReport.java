package dev.homeroom.bench.imports;

import dev.homeroom.bench.imports.ImportMeasurement.Synced;
import dev.homeroom.bench.imports.RawCopy.Copied;
import java.util.Comparator;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Formats a measurement for people. */
final class ImportReport {

  private static final double GOAL = 2.0;

  /**
   * The goal for the sandbox's share of the CPU time: an import should not be measured by how fast
   * the sandbox serves pages.
   */
  private static final double SHARE_GOAL = 0.25;

  private final ImportMeasurement measured;
  private final Formatter text = new Formatter(Locale.ROOT);

  ImportReport(ImportMeasurement measured) {
    this.measured = measured;
  }

  /** Returns the whole report, each line ended. */
  String text() {
    var machine = measured.machine();
    var options = measured.options();
    text.format(
        "%,d students, %,d rows (%.0f MB), server -Xmx%s, %d cores, %,d MB, Java %s, PostgreSQL %s%n",
        options.students(),
        measured.rows(),
        measured.copyMegabytes(),
        options.serverHeap(),
        machine.cores(),
        machine.memoryMegabytes(),
        machine.java(),
        machine.postgres());
    text.format(
        "load of the machine before: %.1f on %d cores%n", machine.loadBefore(), machine.cores());
    text.format("%n");
    text.format("%-34s %8s %8s %8s %10s%n", "seconds", "median", "least", "most", "rows/s");
    row("import, server just started", List.of(measured.imports().getFirst().seconds()));
    if (measured.imports().size() > 1) {
      row("import, server warm", measured.warm().stream().map(Synced::seconds).toList());
    }
    row("pass without a change", List.of(measured.pass().seconds()));
    row("raw binary COPY, same rows", measured.rawCopies().stream().map(Copied::seconds).toList());
    row("reading Clever alone", measured.readingSeconds());
    text.format("%n");
    ratios();
    text.format("%n");
    stages();
    text.format("%n");
    costs();
    return text.toString();
  }

  private void ratios() {
    var warm = measured.ratioWarm();
    text.format(
        "import / raw COPY: %.1f just started%s (goal %.1f)%n",
        measured.ratioFirst(), warm == null ? "" : ", %.1f warm".formatted(warm), GOAL);
  }

  private void row(String name, List<Double> seconds) {
    double median = ImportMeasurement.median(seconds);
    text.format(
        "%-34s %8.2f %8.2f %8.2f %,10.0f%n",
        name,
        median,
        seconds.stream().min(Comparator.naturalOrder()).orElseThrow(),
        seconds.stream().max(Comparator.naturalOrder()).orElseThrow(),
        measured.rows() / median);
  }

  private void stages() {
    var total = median(Synced::seconds);
    text.format(
        "where an import's time goes (%s)%n", measured.imports().size() > 1 ? "warm" : "cold");
    for (var stage : measured.imports().getFirst().stageSeconds().keySet()) {
      double seconds = median(each -> each.stageSeconds().getOrDefault(stage, 0.0));
      text.format("  %-32s %8.2f %7.0f %%%n", stage, seconds, 100 * seconds / total);
    }
  }

  private void costs() {
    double seconds = median(Synced::seconds);
    var cpu =
        Map.of(
            "server", median(Synced::serverCpuSeconds),
            "postgres", median(Synced::postgresCpuSeconds),
            "sandbox", median(Synced::sandboxCpuSeconds));
    double all = cpu.values().stream().mapToDouble(Double::doubleValue).sum();
    text.format("CPU seconds of that%n");
    cpu.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(each ->
            text.format(
                "  %-32s %8.2f %7.0f %%%n",
                each.getKey(), each.getValue(), 100 * each.getValue() / all));
    text.format(
        "  %-32s %8.2f %7.0f %% of %d cores%n",
        "all", all, 100 * all / seconds / measured.machine().cores(), measured.machine().cores());
    text.format(
        "the sandbox's share of that: %.0f %% (goal: at most %.0f %%)%n",
        100 * median(Synced::sandboxCpuShare), 100 * SHARE_GOAL);
    text.format(
        "CPU seconds of Postgres for a raw copy: %.2f%n",
        ImportMeasurement.median(
            measured.rawCopies().stream().map(Copied::postgresCpuSeconds).toList()));
    text.format(
        "peak memory of the server: %,d MB resident by its imports, %,d MB with the pass%n",
        measured.imports().stream().mapToLong(Synced::serverPeakMegabytes).max().orElse(0),
        measured.pass().serverPeakMegabytes());
  }

  private double median(ToDoubleFunction<Synced> value) {
    return ImportMeasurement.median(
        measured.warm().stream().map(each -> value.applyAsDouble(each)).toList());
  }
}
