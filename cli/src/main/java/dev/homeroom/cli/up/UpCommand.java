package dev.homeroom.cli.up;

import dev.homeroom.cli.client.Caller;
import dev.homeroom.cli.client.Refusals;
import dev.homeroom.cli.client.SandboxClient;
import dev.homeroom.cli.client.ServerConnection;
import dev.homeroom.cli.console.Console;
import dev.homeroom.cli.console.HelpOption;
import dev.homeroom.cli.console.Progress;
import dev.homeroom.cli.console.Refusal;
import dev.homeroom.cli.home.Cache;
import dev.homeroom.cli.home.Home;
import dev.homeroom.cli.home.Runs;
import dev.homeroom.cli.home.Settings;
import dev.homeroom.cli.runtime.Build;
import dev.homeroom.cli.runtime.Installation;
import dev.homeroom.cli.runtime.JavaProgram;
import dev.homeroom.cli.runtime.Ports;
import dev.homeroom.cli.runtime.Postgres;
import dev.homeroom.cli.runtime.PostgresBinaries;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the whole of Homeroom on this machine and brings a district. */
@Command(
    name = "up",
    sortOptions = false,
    description = {
      "Starts Postgres, a Clever sandbox with a sample district, and the server; syncs the district.",
      "Stays until Ctrl-C, which stops everything it started."
    })
public final class UpCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // read by picocli
  private HelpOption help = new HelpOption();

  @Mixin private UpOptions options = new UpOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check();
    var console = Console.ofProcess(options.json);
    var build = Build.ofThis();
    Ports.requireFree(options.serverPort(), "--port");
    Ports.requireFree(options.portOfSandbox(), "--sandbox-port");
    var cache = Cache.ofUser(System.getenv());
    new Runs(cache).clean();
    try (var session = UpSession.open(home(cache, build), console)) {
      try {
        return run(session, console, cache, build);
      } catch (Refusal | StatusRuntimeException e) {
        if (session.processes().stopping()) {
          new CountDownLatch(1)
              .await(); // a signal ends this process; what fails meanwhile is its doing
        }
        throw e instanceof StatusRuntimeException refused
            ? Refusal.failed("the server refuses: " + String.join("\n", Refusals.lines(refused)))
            : e;
      }
    }
  }

  private Home home(Cache cache, Build build) throws IOException {
    return options.dataDirectory == null
        ? Home.temporary(cache)
        : Home.kept(options.dataDirectory, cache, build.postgresMajor());
  }

  private int run(UpSession session, Console console, Cache cache, Build build)
      throws IOException, InterruptedException {
    var district = district(session.home());
    session
        .home()
        .remember(
            new Settings(
                Settings.FORMAT, build.postgresMajor(), district.students(), district.seed()));
    var homeroom =
        new LocalHomeroom(Installation.find(), session.processes(), session.home().directory());
    console.say("starting Postgres, sandbox and server…");
    var sandboxStarted = new AtomicReference<JavaProgram>();
    var postgresStarted = new AtomicReference<Postgres>();
    LocalHomeroom.together(
        List.of(
            () -> {
              sandboxStarted.set(homeroom.startSandbox(district, options.portOfSandbox()));
              return true;
            },
            () -> {
              var binaries = PostgresBinaries.unpack(cache.postgres(), build.postgres());
              postgresStarted.set(homeroom.startPostgres(binaries, !session.home().isTemporary()));
              return true;
            },
            () -> {
              homeroom.makeKeyset();
              return true;
            }));
    var sandbox = Objects.requireNonNull(sandboxStarted.get());
    var access = session.file("access.yaml");
    new AccessFile().sandbox(sandbox.told("issuer")).write(access);
    var server =
        homeroom.startServer(
            Objects.requireNonNull(postgresStarted.get()),
            sandbox.told("url"),
            access,
            options.serverPort());
    session.tell(record ->
        record.serving(server.told("address"), sandbox.told("url"), sandbox.told("district")));
    return sync(session, console, sandbox, server.told("address"));
  }

  private int sync(UpSession session, Console console, JavaProgram sandbox, String address)
      throws InterruptedException {
    var issuer = new SandboxClient(sandbox.told("url"));
    var name = "districts/" + sandbox.told("district");
    try (var connection = new ServerConnection(address)) {
      var operator = connection.as(() -> issuer.token(Caller.OPERATOR));
      var syncs = new DistrictSyncs(operator);
      var started = syncs.declare(name, sandbox.told("token"));
      var follower =
          new RunFollower(connection, operator, new Progress(console, Clock.systemUTC()));
      var run = follower.follow(started);
      var outcome = new Outcome(sandbox.told("district"), syncs.displayName(name), run);
      outcome.tell(console);
      if (outcome.succeeded() && !options.once) {
        var app = connection.as(() -> issuer.token(Caller.APP));
        new NextSteps(console, app, name, address).print();
      }
      if (options.json) {
        console.out().println(outcome.json());
      }
      if (options.once) {
        return outcome.succeeded() ? 0 : 1;
      }
    }
    return stay(session, console);
  }

  private static int stay(UpSession session, Console console) {
    console.say("");
    for (var process : session.processes().running()) {
      console.say("  %-9s pid %d".formatted(process.name(), process.pid()));
    }
    console.say("");
    console.say(
        "Ctrl-C stops everything" + (session.home().isTemporary() ? " and forgets it." : "."));
    throw Refusal.failed(session.processes().hopeless().join());
  }

  private District district(Home home) {
    var before = home.settings();
    var students =
        options.students != null ? options.students : before.map(Settings::students).orElse(null);
    var seed = options.seed != null ? options.seed : before.map(Settings::seed).orElse(1L);
    return new District(students, seed, options.drift);
  }
}
