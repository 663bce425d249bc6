package dev.homeroom.bench.imports;

import dev.homeroom.bench.imports.RawCopy.Copied;
import dev.homeroom.bench.process.Machine;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * All that was measured; its JSON form is what is kept.
 *
 * @param command the command line
 * @param date when, ISO 8601
 * @param rows in the live tables after an import
 * @param copyMegabytes of those rows in COPY's binary form
 * @param imports the first one meets a server just started, the others a warm one
 * @param pass a sync behind the last import that reads everything and finds it as it is
 * @param rawCopies the same rows by binary COPY
 * @param readingSeconds Clever's pages read and parsed by the same client, nothing kept
 * @param ratioFirst the first import over the median raw copy
 * @param ratioWarm the median of the other imports over the median raw copy; null if there are none
 */
record Measurement(
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
   * @param seconds from its start to its end, as the run tells
   * @param waitedSeconds from the wish to the start
   * @param stageSeconds of each stage, in their order
   * @param sandboxCpuShare the sandbox's part of the CPU seconds of all three, 0 to 1
   * @param serverPeakMegabytes the most memory that the server's process had resident so far
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

  /** The middle one; the mean of the two middle ones where there is an even number. */
  static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** The imports that met a warm server; the first one where it is the only one. */
  List<Synced> warm() {
    return imports.size() == 1 ? imports : imports.subList(1, imports.size());
  }
}
