package dev.homeroom.bench.share;

import dev.homeroom.bench.process.Machine;
import java.util.List;
import java.util.Map;

/**
 * The result of a share benchmark; its JSON form is kept.
 *
 * @param command the command line
 * @param date the time of the measurement, ISO 8601
 * @param district passes without a change where the whole district is declared
 * @param shares the same for every other share
 */
record ShareMeasurement(
    String command,
    String date,
    Machine machine,
    int students,
    long seed,
    Map<String, String> postgresSettings,
    Passes district,
    List<Passes> shares) {

  /**
   * Full passes without a change under one share.
   *
   * @param share the name of the declared share
   * @param records the number of records in the roster
   * @param leftOut the number of records that Clever serves and that are left out
   * @param seconds of each pass, from its start to its end
   * @param comparingSeconds of each pass, the part that computes the share, compares and applies
   * @param extra the median divided by that of the whole district's passes, minus 1; 0 for these
   */
  record Passes(
      String share,
      long records,
      long leftOut,
      List<Double> seconds,
      List<Double> comparingSeconds,
      double extra) {
    double median() {
      return median(seconds);
    }

    double comparing() {
      return median(comparingSeconds);
    }

    Passes over(Passes plain) {
      return new Passes(
          share, records, leftOut, seconds, comparingSeconds, median() / plain.median() - 1);
    }

    private static double median(List<Double> values) {
      var sorted = values.stream().sorted().toList();
      int middle = sorted.size() / 2;
      return sorted.size() % 2 == 1
          ? sorted.get(middle)
          : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
  }
}
