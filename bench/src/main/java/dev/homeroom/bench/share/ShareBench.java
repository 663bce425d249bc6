package dev.homeroom.bench.share;

import dev.homeroom.bench.imports.ImportOptions;
import dev.homeroom.bench.imports.ImportRig;
import dev.homeroom.bench.imports.RosterTables;
import dev.homeroom.bench.process.BenchFolder;
import dev.homeroom.bench.process.DurablePostgres;
import dev.homeroom.bench.process.Machine;
import dev.homeroom.bench.share.ShareMeasurement.Passes;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncState;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;

/**
 * Measures full passes without a change under each type of share, in rounds, so that a noisy minute
 * affects all of them.
 */
final class ShareBench {
  private static final String DISTRICT = "district";

  private final BenchFolder work;
  private final ImportOptions options;
  private final int passes;
  private final Consumer<String> progress;

  /**
   * Prepares the measurement.
   *
   * @param options the number of rounds, and the district
   * @param passes the number of passes that are measured in each round
   * @param progress takes a line for people before each step
   */
  ShareBench(BenchFolder work, ImportOptions options, int passes, Consumer<String> progress) {
    this.work = work;
    this.options = options;
    this.passes = passes;
    this.progress = progress;
  }

  ShareMeasurement run(String command, Clock clock)
      throws IOException, SQLException, InterruptedException {
    double load = Machine.load();
    progress.accept("starting Postgres, the sandbox and the server");
    try (var rig = new ImportRig(work.root(), work.folder(), options)) {
      progress.accept("syncing the whole district once");
      rig.homeroom().declareAndSync(rig.sandbox().readyValue("token"), DeclaredSharings.DISTRICT);
      var sharings = new LinkedHashMap<String, Sharing>();
      sharings.put(DISTRICT, DeclaredSharings.DISTRICT);
      try (var connection = rig.postgres().connect()) {
        sharings.putAll(DeclaredSharings.of(connection));
      }
      var measured = new LinkedHashMap<String, Passes>();
      for (int round = 1; round <= options.runs(); round++) {
        for (var sharing : sharings.entrySet()) {
          progress.accept("round %d: %s".formatted(round, sharing.getKey()));
          var now = pass(rig, sharing.getKey(), sharing.getValue());
          measured.merge(sharing.getKey(), now, ShareBench::together);
        }
      }
      var plain = measured.pollFirstEntry().getValue();
      return new ShareMeasurement(
          command,
          clock.instant().toString(),
          Machine.of(rig.postgres(), load),
          options.students(),
          options.seed(),
          DurablePostgres.SETTINGS,
          plain,
          over(measured, plain));
    }
  }

  private static List<Passes> over(SequencedMap<String, Passes> shares, Passes plain) {
    return shares.values().stream().map(each -> each.over(plain)).toList();
  }

  private Passes pass(ImportRig rig, String name, Sharing sharing)
      throws SQLException, InterruptedException {
    try (var connection = rig.postgres().connect()) {
      RosterTables.empty(connection);
    }
    rig.homeroom().declareAndSync(rig.sandbox().readyValue("token"), sharing);
    var seconds = new ArrayList<Double>();
    var comparing = new ArrayList<Double>();
    for (int pass = 0; pass < passes; pass++) {
      var run = rig.homeroom().syncWhole();
      seconds.add(
          seconds(run.getEndTime().getSeconds(), run.getEndTime().getNanos())
              - seconds(run.getStartTime().getSeconds(), run.getStartTime().getNanos()));
      comparing.add(comparing(run));
    }
    return new Passes(
        name,
        count(rig, RosterTables.LIVE_RECORDS),
        count(rig, "select count(*) from undeclared_records where left_out"),
        seconds,
        comparing,
        0);
  }

  private static Passes together(Passes before, Passes now) {
    var seconds = new ArrayList<>(before.seconds());
    seconds.addAll(now.seconds());
    var comparing = new ArrayList<>(before.comparingSeconds());
    comparing.addAll(now.comparingSeconds());
    return new Passes(now.share(), now.records(), now.leftOut(), seconds, comparing, 0);
  }

  private static double comparing(SyncRun run) {
    return run.getStagesList().stream()
        .filter(stage ->
            stage.getState() == SyncState.SYNC_STATE_DIFFING
                || stage.getState() == SyncState.SYNC_STATE_APPLYING)
        .mapToDouble(
            stage -> seconds(stage.getDuration().getSeconds(), stage.getDuration().getNanos()))
        .sum();
  }

  private static long count(ImportRig rig, String query) throws SQLException {
    try (var connection = rig.postgres().connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static double seconds(long seconds, int nanos) {
    return seconds + nanos / 1e9;
  }
}
