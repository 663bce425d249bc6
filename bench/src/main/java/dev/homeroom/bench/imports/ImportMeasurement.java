package dev.homeroom.bench.imports;

import dev.homeroom.bench.imports.RawCopy.Copied;
import dev.homeroom.bench.process.Machine;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The result of an import benchmark; its JSON form is kept.
 *
 * @param command the command line
 * @param date the time of the measurement, ISO 8601
 * @param rows in the live tables after an import
 * @param copyMegabytes the size of those rows in COPY's binary form
 * @param imports the first one into a server that has just started, the others into a warm one
 * @param pass a full sync after the last import, which changes nothing
 * @param rawCopies the same rows by binary COPY
 * @param readingSeconds the time to read and parse Clever's pages with the same client, without
 *     keeping anything
 * @param ratioFirst the first import divided by the median raw copy
 * @param ratioWarm the median of the other imports divided by the median raw copy; null if there
 *     are none
 */
record ImportMeasurement(
    String command,
    String date,
    Machine machine,
    ImportOptions options,
    Map<String, String> postgresSettings,
    long rows,
    double copyMegabytes,
    List<Synced> imports,
    Synced pass,
    List<Copied> rawCopies,
    List<Double> readingSeconds,
    double ratioFirst,
    @Nullable Double ratioWarm) {

  /**
   * One sync.
   *
   * @param seconds from its start to its end, by the run's own times
   * @param waitedSeconds from the request to the start
   * @param stageSeconds of each stage, in order
   * @param sandboxCpuShare the sandbox's part of the CPU seconds of all three, 0 to 1
   * @param serverPeakMegabytes the largest resident memory of the server's process so far
   */
  record Synced(
      double seconds,
      double waitedSeconds,
      SequencedMap<String, Double> stageSeconds,
      double serverCpuSeconds,
      double postgresCpuSeconds,
      double sandboxCpuSeconds,
      double sandboxCpuShare,
      long serverPeakMegabytes) {}

  /** Returns the median; of an even number of values, the mean of the two middle ones. */
  static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Returns the imports into a warm server; the first one where it is the only one. */
  List<Synced> warm() {
    return imports.size() == 1 ? imports : imports.subList(1, imports.size());
  }
}
