package dev.homeroom.bench.imports;

import dev.homeroom.bench.imports.ImportMeasurement.Synced;
import dev.homeroom.bench.imports.RawCopy.Copied;
import dev.homeroom.bench.process.BenchFolder;
import dev.homeroom.bench.process.DurablePostgres;
import dev.homeroom.bench.process.Machine;
import dev.homeroom.v1.SyncRun;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Measures imports, raw copies and reading in turn, so that a noisy minute affects all of them. */
final class ImportBench {

  private final BenchFolder work;
  private final ImportOptions options;
  private final Consumer<String> progress;

  /**
   * Prepares the measurement.
   *
   * @param progress takes a line for people before each step
   */
  ImportBench(BenchFolder work, ImportOptions options, Consumer<String> progress) {
    this.work = work;
    this.options = options;
    this.progress = progress;
  }

  ImportMeasurement run(String command, Clock clock)
      throws IOException, SQLException, InterruptedException {
    double load = Machine.load();
    progress.accept("starting Postgres, the sandbox and the server");
    try (var rig = new ImportRig(work.root(), work.folder(), options)) {
      progress.accept("warming up the sandbox");
      read(rig);
      progress.accept("import 1 of " + options.runs());
      var imports = new ArrayList<Synced>();
      imports.add(
          imported(rig, () -> rig.homeroom().declareAndSync(rig.sandbox().readyValue("token"))));
      long rows = rows(rig);
      var raw = RawCopy.exported(rig.postgres(), work.folder());
      var copies = new ArrayList<Copied>();
      var readings = new ArrayList<Double>();
      for (int run = 1; run <= options.runs(); run++) {
        if (run > 1) {
          progress.accept("import %d of %d".formatted(run, options.runs()));
          imports.add(imported(rig, rig.homeroom()::sync));
        }
        progress.accept("raw copy %d of %d".formatted(run, options.runs()));
        copies.add(raw.run(rows));
        progress.accept("reading %d of %d".formatted(run, options.runs()));
        readings.add(seconds(read(rig)));
      }
      progress.accept("a pass that changes nothing");
      var pass = measured(rig, rig.homeroom()::pass);
      double copy = ImportMeasurement.median(copies.stream().map(Copied::seconds).toList());
      return new ImportMeasurement(
          command,
          clock.instant().toString(),
          Machine.of(rig.postgres(), load),
          options,
          DurablePostgres.SETTINGS,
          rows,
          raw.bytes() / 1e6,
          imports,
          pass,
          copies,
          readings,
          imports.getFirst().seconds() / copy,
          imports.size() == 1 ? null : warmSeconds(imports) / copy);
    }
  }

  private static Duration read(ImportRig rig) throws InterruptedException {
    return CleverWalk.run(rig.sandbox().readyValue("url"), rig.sandbox().readyValue("token"));
  }

  private static double warmSeconds(List<Synced> imports) {
    return ImportMeasurement.median(imports.stream().skip(1).map(Synced::seconds).toList());
  }

  private static Synced imported(ImportRig rig, Supplier<SyncRun> sync) throws SQLException {
    try (var connection = rig.postgres().connect()) {
      RosterTables.empty(connection);
    }
    return measured(rig, sync);
  }

  private static Synced measured(ImportRig rig, Supplier<SyncRun> sync) {
    var server = rig.server().cost();
    var postgres = rig.postgres().cost();
    var sandbox = rig.sandbox().cost();
    var run = sync.get();
    var serverCost = rig.server().cost().since(server);
    var postgresCpu = rig.postgres().cost().since(postgres).cpuSeconds();
    var sandboxCpu = rig.sandbox().cost().since(sandbox).cpuSeconds();
    var allCpu = serverCost.cpuSeconds() + postgresCpu + sandboxCpu;
    var created = run.getCreateTime();
    var started = run.getStartTime();
    var ended = run.getEndTime();
    return new Synced(
        seconds(ended.getSeconds(), ended.getNanos())
            - seconds(started.getSeconds(), started.getNanos()),
        seconds(started.getSeconds(), started.getNanos())
            - seconds(created.getSeconds(), created.getNanos()),
        stages(run),
        serverCost.cpuSeconds(),
        postgresCpu,
        sandboxCpu,
        allCpu == 0 ? 0 : sandboxCpu / allCpu,
        serverCost.peakMegabytes());
  }

  private static SequencedMap<String, Double> stages(SyncRun run) {
    var stages = new LinkedHashMap<String, Double>();
    for (var stage : run.getStagesList()) {
      stages.put(
          stage.getState().name().substring("SYNC_STATE_".length()).toLowerCase(Locale.ROOT),
          seconds(stage.getDuration().getSeconds(), stage.getDuration().getNanos()));
    }
    return stages;
  }

  private static long rows(ImportRig rig) throws SQLException {
    try (var connection = rig.postgres().connect()) {
      return RosterTables.rows(connection, "public");
    }
  }

  private static double seconds(long seconds, int nanos) {
    return seconds + nanos / 1e9;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
