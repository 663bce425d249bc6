package dev.homeroom.cli.up;

import dev.homeroom.cli.client.Refusals;
import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.cli.console.Console;
import dev.homeroom.cli.console.HelpOption;
import dev.homeroom.cli.console.ShellWord;
import dev.homeroom.cli.home.Cache;
import dev.homeroom.cli.home.Home;
import dev.homeroom.cli.home.RunChoice;
import dev.homeroom.cli.home.Runs;
import dev.homeroom.cli.runtime.Build;
import dev.homeroom.cli.runtime.Installation;
import dev.homeroom.cli.runtime.Ports;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs all of Homeroom on this machine and syncs a district. */
@Command(
    name = "up",
    sortOptions = false,
    description = {
      "Starts Postgres, a Clever sandbox with a sample district, and the server; syncs the district.",
      "Stays until Ctrl-C, which stops everything it started."
    },
    footer = {
      "",
      "  ./homeroom up",
      "  ./homeroom up --once --json --data-dir /tmp/district",
      "  ./homeroom up --once --data-dir /tmp/district --drift 3%%"
    })
public final class UpCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // read by picocli
  private HelpOption help = new HelpOption();

  @Mixin private UpOptions options = new UpOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check();
    requireFree(options.port, "--port");
    requireFree(options.sandboxPort, "--sandbox-port");
    var installation = Installation.find();
    var cache = Cache.ofUser(System.getenv());
    var runs = new Runs(cache);
    runs.clean();
    var isAlone = new RunChoice(runs, installation.checkout()).ofCheckout().isEmpty();
    var home = home(cache);
    var console = Console.ofProcess(options.json).withFlags(flags(home, isAlone));
    try (var session = UpSession.open(home, installation.checkout(), console)) {
      try {
        var homeroom = new LocalHomeroom(installation, session, console, cache);
        return new Up(options, session, console).run(homeroom);
      } catch (CommandFailure | StatusRuntimeException e) {
        awaitSignal(session);
        throw e instanceof StatusRuntimeException refused
            ? CommandFailure.failed("the server refuses: " + Refusals.words(refused))
            : e;
      }
    }
  }

  private Home home(Cache cache) throws IOException {
    return options.dataDirectory == null
        ? Home.temporary(cache)
        : Home.kept(options.dataDirectory, cache, Build.ofThis().postgresMajor());
  }

  /** Returns the flags with which a command reaches this run among others of the same checkout. */
  private static String flags(Home home, boolean isAlone) {
    return home.isTemporary() && isAlone
        ? ""
        : " --data-dir " + ShellWord.of(home.directory().toString());
  }

  private static void requireFree(@Nullable Integer port, String flag) {
    if (port != null) {
      Ports.requireFree(port, flag);
    }
  }

  /**
   * Waits for the end of the process while a signal is ending it: failures during that time are
   * caused by the signal and not reported.
   */
  private static void awaitSignal(UpSession session) throws InterruptedException {
    if (session.processes().stopping()) {
      new CountDownLatch(1).await();
    }
  }
}
