package dev.homeroom.sandbox;

import dev.homeroom.sandbox.command.ControlCommands;
import dev.homeroom.sandbox.command.Failure;
import dev.homeroom.sandbox.control.ControlServer;
import dev.homeroom.sandbox.control.ControlledSandbox;
import dev.homeroom.sandbox.district.DataQuality;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.drift.DriftSummary;
import dev.homeroom.sandbox.roster.Roster;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/**
 * The sandbox as a process. Exit code 0, or an end by signal; 2 for a bad flag or a taken port,
 * with one line that states the reason.
 */
@Command(
    name = "sandbox",
    description = {
      "A Clever that runs on this machine, with one generated district.",
      "Without a command it starts one; the commands change a running one."
    },
    sortOptions = false)
public final class SandboxMain implements Callable<Integer> {
  private static final int REFUSED = 2;
  private static final String DISCONNECTED = "none while it is disconnected";
  private static final int USUAL_CONTROL_PORT = 7081;

  @Option(
      names = "--sandbox-port",
      defaultValue = "7080",
      description = "Port to listen on; 0 takes any (default ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description = "Address to listen on (default ${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  @Option(
      names = "--control-port",
      description =
          "Port of the control API; 0 takes any (default: the one after --sandbox-port, any if that is 0).")
  private @Nullable Integer controlPort;

  @Option(
      names = "--control-host",
      defaultValue = "127.0.0.1",
      description =
          "Address of the control API. Anyone who can reach it can change the sandbox (default ${DEFAULT-VALUE}).")
  private String controlHost = "127.0.0.1";

  @Option(
      names = "--students",
      defaultValue = "" + SandboxConfig.DEMO_STUDENTS,
      description =
          "Students, 10 to 1000000; ${DEFAULT-VALUE}, the default, is Clever's demo district exactly.")
  private int students;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "The same seed gives the same district (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--profile",
      defaultValue = "defects",
      description =
          "clean: every record is filled in; defects: as schools send them; odd: with many rare but real values (default ${DEFAULT-VALUE}).")
  private String profile = "";

  @Option(
      names = "--drift",
      paramLabel = "P%",
      description =
          "Start from a later state, with about this much of the district changed, up to 50%%.")
  private @Nullable String drift;

  @Option(names = "--print-drift", description = "Print the changes of --drift as JSON, and exit.")
  private boolean printDrift;

  @Option(
      names = "--ready-file",
      description = "Written when the sandbox answers: pid, url, control, district, token, issuer.")
  private @Nullable Path readyFile;

  @Option(
      names = "--key-file",
      description = "Keeps the test issuer's key, so that its tokens survive a restart.")
  private @Nullable Path keyFile;

  @Option(
      names = "--history-dir",
      paramLabel = "DIR",
      description =
          "Keeps what happens here, so that the next start goes on from it; --drift happens then once for each new P (default: nothing is kept).")
  private @Nullable Path historyDir;

  @Option(
      names = "--client-id",
      defaultValue = "sandbox-client",
      description = "The app's client id (default ${DEFAULT-VALUE}).")
  private String clientId = "";

  @Option(
      names = "--client-secret",
      defaultValue = "sandbox-secret",
      description = "The app's client secret (default ${DEFAULT-VALUE}).")
  private String clientSecret = "";

  @Option(
      names = "--redirect-uri",
      paramLabel = "URI",
      description =
          "Where a login may end, exactly; repeat it for more. Logins that begin at Clever end at the first.")
  private List<String> redirectUris = List.of();

  @Option(
      names = "--issuer",
      paramLabel = "URL",
      description = "The issuer that Clever's id_tokens name (default: the sandbox's URL).")
  private @Nullable String issuer;

  @Option(
      names = "--rate-limit",
      defaultValue = "1200",
      description = "Requests per token and minute; 0 for no limit (default ${DEFAULT-VALUE}).")
  private int rateLimit;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and end.")
  @SuppressWarnings("UnusedVariable") // picocli needs this field and reads it itself
  private boolean help;

  /** Runs until a signal stops it. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    var sandbox = new SandboxMain();
    var commandLine = new CommandLine(sandbox);
    new ControlCommands("http://127.0.0.1:" + USUAL_CONTROL_PORT).addTo(commandLine);
    return commandLine
        .setExpandAtFiles(false) // an argument that begins with @ is not a file
        .setParameterExceptionHandler((problem, _) -> refuse(String.valueOf(problem.getMessage())))
        .setExecutionExceptionHandler((problem, _, _) -> sandbox.explain(problem))
        .execute(args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var config = config();
    if (printDrift) {
      var later = Sandbox.rosterOf(config);
      var summary = DriftSummary.between(Sandbox.rosterOf(config.withDrift(0)), later);
      System.out.println(JsonMapper.shared().writeValueAsString(summary));
      return 0;
    }
    if (historyDir != null) {
      try (var kept = ControlledSandbox.start(config, historyDir);
          var control = control(kept::control)) {
        serve(kept.sandbox(), control);
      }
    } else {
      try (var sandbox = Sandbox.start(config);
          var control = control((at, number) -> ControlServer.start(sandbox, at, number))) {
        serve(sandbox, control);
      }
    }
    return 0;
  }

  private void serve(Sandbox sandbox, ControlServer control)
      throws IOException, InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "stop"));
    System.out.println(greeting(sandbox));
    System.out.println("Change it by ./homeroom sandbox COMMAND --control " + control.url());
    if (readyFile != null) {
      ReadyFile.write(readyFile, sandbox, control);
    }
    new CountDownLatch(1).await();
  }

  @FunctionalInterface
  private interface ControlStart {
    ControlServer at(String host, int port) throws IOException;
  }

  private ControlServer control(ControlStart start) throws IOException {
    var chosen = controlPort;
    var number = chosen != null ? chosen : port == 0 ? 0 : port + 1;
    try {
      return start.at(controlHost, number);
    } catch (SocketException e) {
      throw new IllegalArgumentException(
          "port %d at %s cannot be used for the control API: %s; choose another --control-port (0 takes any free one) or --control-host"
              .formatted(number, controlHost, e.getMessage()),
          e);
    }
  }

  private SandboxConfig config() {
    var config =
        SandboxConfig.demo()
            .at(host, port)
            .withStudents(students)
            .withSeed(seed)
            .withQuality(quality())
            .withDrift(percent())
            .withClient(clientId, clientSecret)
            .withRedirectUris(redirectUris)
            .withRateLimit(rateLimit);
    var named = Optional.ofNullable(issuer).map(config::withIssuer).orElse(config);
    return Optional.ofNullable(keyFile).map(named::withKeyFile).orElse(named);
  }

  private DataQuality quality() {
    return DataQuality.ofWord(profile)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "--profile is one of %s, not %s".formatted(DataQuality.words(), profile)));
  }

  private double percent() {
    if (drift == null) {
      return 0;
    }
    var number = drift.endsWith("%") ? drift.substring(0, drift.length() - 1) : drift;
    if (!number.matches("[0-9]{1,3}(\\.[0-9]{1,6})?")) {
      throw new IllegalArgumentException("--drift is a percentage like 3%, not " + drift);
    }
    return Double.parseDouble(number);
  }

  private static String greeting(Sandbox sandbox) {
    var roster = sandbox.roster();
    return "Clever sandbox at %s: district %s, token %s; %s. Try: curl -H 'Authorization: Bearer %s' '%s/v3.1/sections?limit=1'"
        .formatted(
            sandbox.baseUrl(),
            sandbox.districtId(),
            sandbox.currentToken().orElse(DISCONNECTED),
            counts(roster),
            sandbox.currentToken().orElse(DISCONNECTED),
            sandbox.baseUrl());
  }

  private static String counts(Roster roster) {
    return "%d schools, %d students, %d teachers, %d sections, %d enrollments"
        .formatted(
            roster.rows(RecordType.SCHOOLS).count(),
            roster.count(Role.STUDENT),
            roster.count(Role.TEACHER),
            roster.rows(RecordType.SECTIONS).count(),
            roster.studentEnrollments());
  }

  private int explain(Exception problem) throws Exception {
    var message = String.valueOf(problem.getMessage());
    return switch (problem) {
      case SocketException _ ->
          refuse(
              "port %d at %s cannot be used: %s; choose another --sandbox-port (0 takes any free one) or --host"
                  .formatted(port, host, message));
      case FileSystemException _ -> refuse("cannot read or write a file: " + message);
      case IllegalArgumentException _, IOException _ -> refuse(message);
      case Failure failure -> {
        refuse(message);
        yield failure.exitCode();
      }
      default -> throw problem;
    };
  }

  private static int refuse(String reason) {
    System.err.println("sandbox: " + reason.lines().findFirst().orElse(""));
    return REFUSED;
  }
}
