package dev.homeroom.bench.share;

import dev.homeroom.bench.process.Machine;
import java.util.List;
import java.util.Map;

/**
 * All that was measured; its JSON form is what is kept.
 *
 * @param command the command line
 * @param date when, ISO 8601
 * @param district passes without a change where the whole district is declared, one for each round
 * @param shares the same for every other share
 */
record Measurement(
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
   * @param share what is declared
   * @param records in the roster
   * @param leftOut records that Clever shows beside
   * @param seconds of each pass, from its start to its end
   * @param comparingSeconds of each pass, the part that computes the share and compares
   * @param extra the median over that of the whole district's passes, less 1; 0 for these
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
