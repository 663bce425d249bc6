package dev.homeroom.cli.up;

import dev.homeroom.cli.client.Caller;
import dev.homeroom.cli.client.SandboxClient;
import dev.homeroom.cli.client.ServerConnection;
import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.cli.console.Console;
import dev.homeroom.cli.console.Progress;
import dev.homeroom.cli.home.PortNumbers;
import dev.homeroom.cli.home.Settings;
import dev.homeroom.cli.kube.ExampleManifest;
import dev.homeroom.cli.kube.KubeSteps;
import dev.homeroom.cli.runtime.Build;
import dev.homeroom.cli.runtime.CpuCosts;
import dev.homeroom.cli.share.ShareLine;
import dev.homeroom.cli.sync.RunFollower;
import dev.homeroom.cli.sync.SyncResult;
import dev.homeroom.cli.up.LocalHomeroom.Running;
import dev.homeroom.v1.SyncRun;
import io.grpc.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs one {@code up}: starts everything, syncs the district, shows the result, and stays. */
final class Up {
  private final UpOptions options;
  private final UpSession session;
  private final Console console;

  Up(UpOptions options, UpSession session, Console console) {
    this.options = options;
    this.session = session;
    this.console = console;
  }

  /** Runs to the end; returns the exit code. */
  int run(LocalHomeroom homeroom) throws IOException, InterruptedException {
    var district = district();
    var before = session.home().settings().map(Settings::ports);
    remember(district, before.orElse(null));
    if (options.readyFile != null) {
      Files.deleteIfExists(options.readyFile);
    }
    var choice = PortChoice.of(options, before);
    choice.notices().forEach(console::say);
    var running = homeroom.start(options.kube, choice.ports(), district);
    remember(district, running.ports());
    var issuer = new SandboxClient(running.sandboxUrl());
    try (var connection = new ServerConnection(running.server())) {
      var operator = connection.as(() -> issuer.token(Caller.OPERATOR));
      var syncs = new DistrictSyncs(operator);
      if (running.cluster().isPresent()) {
        var cluster = running.cluster().get();
        var example =
            ExampleManifest.write(
                session.file("example.yaml"), running.district(), running.cleverToken());
        if (!options.once) {
          KubeSteps.print(console, cluster, example, running.districtName());
          if (options.readyFile != null) {
            ReadyFile.of(running, Optional.of(example)).write(options.readyFile);
          }
          return stay();
        }
        var run = new KubeArrival(cluster, syncs).bring(running.districtName(), example);
        var outcome = follow(connection, operator, running, syncs, run);
        cluster.awaitReady(ExampleManifest.NAME);
        return report(outcome);
      }
      var run = syncs.declare(running.districtName(), running.cleverToken());
      var outcome = follow(connection, operator, running, syncs, run);
      if (options.once) {
        console.say("");
        console.say(CpuCosts.of(session.processes().running()).line());
        return report(outcome);
      }
      if (outcome.succeeded()) {
        var app = connection.as(() -> issuer.token(Caller.APP));
        new NextSteps(console, app, running.districtName(), running.server()).print();
      }
      report(outcome);
      if (options.readyFile != null && outcome.succeeded()) {
        ReadyFile.of(running, Optional.empty()).write(options.readyFile);
      }
    }
    return stay();
  }

  private SyncResult follow(
      ServerConnection connection,
      Channel operator,
      Running running,
      DistrictSyncs syncs,
      SyncRun run)
      throws InterruptedException {
    var follower = new RunFollower(connection, operator, new Progress(console, Clock.systemUTC()));
    var ended = follower.follow(run);
    var outcome =
        new SyncResult(running.district(), syncs.displayName(running.districtName()), ended);
    outcome.print(console);
    syncs
        .state(running.districtName())
        .filter(state -> state.getShare().getRevision() > 0)
        .ifPresent(state -> {
          console.say("");
          console.say("  " + ShareLine.of(state));
        });
    return outcome;
  }

  private int report(SyncResult outcome) {
    if (options.json) {
      console.out().println(outcome.json());
    }
    return outcome.succeeded() ? 0 : 1;
  }

  private int stay() {
    console.say("");
    for (var process : session.processes().running()) {
      console.say("  %-9s pid %d".formatted(process.name(), process.pid()));
    }
    console.say("");
    console.say(
        "Ctrl-C stops everything" + (session.home().isTemporary() ? " and forgets it." : "."));
    throw CommandFailure.failed(session.processes().hopeless().join());
  }

  /** Refuses another district than that of the data directory, whose history is of one district. */
  private void requireSameDistrict(Settings kept) {
    var students = kept.students() == null ? UpOptions.DEMO_STUDENTS : kept.students();
    var isAnother =
        (options.seed != null && options.seed != kept.seed())
            || (options.students != null && options.students != students);
    if (isAnother) {
      throw CommandFailure.usage(
          "%s keeps the district of --seed %d --students %d; leave these flags out to go on with it, or choose another --data-dir"
              .formatted(session.home().directory(), kept.seed(), students));
    }
  }

  private void remember(District district, @Nullable PortNumbers ports) throws IOException {
    session
        .home()
        .remember(
            new Settings(
                Settings.FORMAT,
                Build.ofThis().postgresMajor(),
                district.students(),
                district.seed(),
                ports));
  }

  private District district() {
    var before = session.home().settings();
    before.ifPresent(this::requireSameDistrict);
    var students =
        options.students != null ? options.students : before.map(Settings::students).orElse(null);
    var seed = options.seed != null ? options.seed : before.map(Settings::seed).orElse(1L);
    return new District(students, seed, options.drift);
  }
}
