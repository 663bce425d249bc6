package dev.homeroom.bench.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.bench.imports.ImportMeasurement.Synced;
import dev.homeroom.bench.imports.RawCopy.Copied;
import dev.homeroom.bench.process.Machine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImportReportTest {

  private static Synced run(double seconds) {
    return run(seconds, 400);
  }

  private static Synced run(double seconds, long peak) {
    var stages = new LinkedHashMap<String, Double>();
    stages.put("fetching", seconds / 2);
    stages.put("applying", seconds / 4);
    return new Synced(seconds, 0.1, stages, seconds, seconds / 2, seconds / 4, 1.0 / 7, peak);
  }

  private static ImportMeasurement measured(Double... imports) {
    return new ImportMeasurement(
        "./homeroom bench import",
        "2026-11-23T18:00:00Z",
        new Machine(2, 24_000, "Linux amd64", "25", "18.6", 0.25),
        new ImportOptions(1000, 1, imports.length, "512m"),
        Map.of("fsync", "on"),
        12_000,
        3.2,
        List.of(imports).stream().map(seconds -> run(seconds)).toList(),
        run(3.0, 410),
        List.of(new Copied(2.0, 1.0), new Copied(3.0, 2.0), new Copied(2.5, 1.5)),
        List.of(1.0),
        imports[0] / 2.5,
        imports.length == 1 ? null : 2.0);
  }

  @Test
  void the_report_tells_times_ratio_stages_and_cpu() {
    assertThat(new ImportReport(measured(10.0, 4.0, 6.0)).text())
        .isEqualTo(
            """
            1,000 students, 12,000 rows (3 MB), server -Xmx512m, 2 cores, 24,000 MB, Java 25, PostgreSQL 18.6
            load of the machine before: 0.3 on 2 cores

            seconds                              median    least     most     rows/s
            import, server just started           10.00    10.00    10.00      1,200
            import, server warm                    5.00     4.00     6.00      2,400
            pass without a change                  3.00     3.00     3.00      4,000
            raw binary COPY, same rows             2.50     2.00     3.00      4,800
            reading Clever alone                   1.00     1.00     1.00     12,000

            import / raw COPY: 4.0 just started, 2.0 warm (goal 2.0)

            where an import's time goes (warm)
              fetching                             2.50      50 %
              applying                             1.25      25 %

            CPU seconds of that
              server                               5.00      57 %
              postgres                             2.50      29 %
              sandbox                              1.25      14 %
              all                                  8.75      88 % of 2 cores
            the sandbox's share of that: 14 % (goal: at most 25 %)
            CPU seconds of Postgres for a raw copy: 1.50
            peak memory of the server: 400 MB resident by its imports, 410 MB with the pass
            """);
  }

  @Test
  void a_single_run_has_no_warm_import() {
    assertThat(new ImportReport(measured(10.0)).text())
        .contains("import / raw COPY: 4.0 just started (goal 2.0)")
        .contains("where an import's time goes (cold)")
        .doesNotContain("server warm");
  }

  @Test
  void the_median_is_the_middle_one_or_the_mean_of_the_two() {
    assertThat(ImportMeasurement.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2.0);
    assertThat(ImportMeasurement.median(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(3.0);
  }
}
