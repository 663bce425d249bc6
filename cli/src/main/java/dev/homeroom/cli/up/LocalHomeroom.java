package dev.homeroom.cli.up;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.cli.console.Console;
import dev.homeroom.cli.home.Cache;
import dev.homeroom.cli.home.PortNumbers;
import dev.homeroom.cli.home.PrivateFiles;
import dev.homeroom.cli.kube.LocalCluster;
import dev.homeroom.cli.runtime.Build;
import dev.homeroom.cli.runtime.Installation;
import dev.homeroom.cli.runtime.JavaProgram;
import dev.homeroom.cli.runtime.JavaProgram.Launch;
import dev.homeroom.cli.runtime.Ports;
import dev.homeroom.cli.runtime.Postgres;
import dev.homeroom.cli.runtime.PostgresBinaries;
import dev.homeroom.cli.runtime.TaskGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Starts Homeroom's processes with their files in one folder. */
final class LocalHomeroom {
  private static final String CLIENT_ID = "sandbox-client";
  private static final String CLIENT_SECRET = "sandbox-secret";

  /** A process that runs out of memory says so in its log and ends, and is restarted. */
  private static final String END_OUT_OF_MEMORY = "-XX:+ExitOnOutOfMemoryError";

  static final List<String> SERVER_FLAGS = List.of("-Xmx1g", END_OUT_OF_MEMORY);
  static final List<String> OPERATOR_FLAGS = List.of("-Xmx256m", END_OUT_OF_MEMORY);

  private final Installation installation;
  private final UpSession session;
  private final Console console;
  private final Cache cache;

  LocalHomeroom(Installation installation, UpSession session, Console console, Cache cache) {
    this.installation = installation;
    this.session = session;
    this.console = console;
    this.cache = cache;
  }

  /**
   * The addresses of the running processes.
   *
   * @param server host and port of the gRPC server
   * @param sandboxUrl base URL of the sandbox
   * @param sandboxControl URL of its control API
   * @param district id of its district
   * @param cleverToken Clever's token for the district
   * @param cluster the Kubernetes API server, where one was requested
   * @param ports the ports of all of them
   */
  record Running(
      String server,
      String sandboxUrl,
      String sandboxControl,
      String district,
      String cleverToken,
      Optional<LocalCluster> cluster,
      PortNumbers ports) {
    String districtName() {
      return "districts/" + district;
    }
  }

  /** Starts the requested processes; returns when all of them serve. */
  Running start(boolean kube, PortNumbers ports, District district)
      throws IOException, InterruptedException {
    var binaries =
        kube
            ? Optional.of(LocalCluster.binaries(installation.root(), console::say))
            : Optional.<LocalCluster.Binaries>empty();
    console.say(
        kube
            ? "starting Postgres, sandbox, Kubernetes API server, server and operator"
            : "starting Postgres, sandbox and server");
    try (var starts = new TaskGroup()) {
      var sandbox = starts.fork(() -> startSandbox(district, ports));
      var postgres = starts.fork(() -> startPostgres(ports.postgres()));
      var keyset = starts.fork(this::makeKeyset);
      var cluster = starts.fork(() -> startCluster(binaries));
      starts.join();
      return startServer(
          ports.server(),
          sandbox.resultNow(),
          postgres.resultNow(),
          keyset.resultNow(),
          cluster.resultNow());
    }
  }

  private JavaProgram startSandbox(District district, PortNumbers ports)
      throws InterruptedException {
    var readyFile = session.file("sandbox.ready.json");
    return run(
        new JavaProgram(
            "sandbox",
            installation.java("sandbox", "dev.homeroom.sandbox.SandboxMain", List.of()),
            readyFile,
            before ->
                new Launch(
                    sandboxArguments(
                        district,
                        portOf(before, "url", ports.sandbox()),
                        portOf(before, "control", ports.control()),
                        readyFile),
                    Map.of())));
  }

  private Postgres startPostgres(int port) throws IOException, InterruptedException {
    var password = passwordFile();
    if (!Files.exists(password)) {
      var bytes = new byte[24];
      new SecureRandom().nextBytes(bytes);
      PrivateFiles.write(password, HexFormat.of().formatHex(bytes));
    }
    var binaries = PostgresBinaries.unpack(cache.postgres(), Build.ofThis().postgres());
    var postgres =
        new Postgres(
            binaries, session.file("postgres"), password, !session.home().isTemporary(), port);
    postgres.prepare();
    session.processes().start(postgres);
    return postgres;
  }

  /** Creates the keys with which the server encrypts credentials, unless they exist. */
  private Path makeKeyset() throws IOException, InterruptedException {
    var keyset = session.file("keyset.json");
    if (Files.exists(keyset)) {
      return keyset;
    }
    var command = new ArrayList<>(server());
    command.add("keyset");
    var log = session.file("logs").resolve("keyset.log");
    var process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    var text = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw CommandFailure.failed("could not create a keyset: " + Files.readString(log).strip());
    }
    PrivateFiles.write(keyset, text);
    return keyset;
  }

  private Optional<LocalCluster> startCluster(Optional<LocalCluster.Binaries> binaries)
      throws IOException, InterruptedException {
    if (binaries.isEmpty()) {
      return Optional.empty();
    }
    var cluster =
        LocalCluster.start(
            installation.root(), binaries.get(), session.file("control-plane"), session::guest);
    session.update(record ->
        record.withCluster(cluster.kubeconfig().toString(), cluster.kubectlProgram().toString()));
    session.keepRunning(cluster);
    return Optional.of(cluster);
  }

  private Running startServer(
      int port, JavaProgram sandbox, Postgres postgres, Path keyset, Optional<LocalCluster> cluster)
      throws IOException, InterruptedException {
    var url = sandbox.readyValue("url");
    var access = new AccessFile().sandbox(sandbox.readyValue("issuer"));
    cluster.ifPresent(access::cluster);
    var environment = new HashMap<String, String>();
    environment.put("HOMEROOM_DATABASE_URL", postgres.jdbcUrl());
    environment.put("HOMEROOM_DATABASE_USER", Postgres.USER);
    environment.put("HOMEROOM_DATABASE_PASSWORD_FILE", passwordFile().toString());
    environment.put("HOMEROOM_CLEVER_API_URL", url);
    environment.put("HOMEROOM_CLEVER_OAUTH_URL", url);
    environment.put("HOMEROOM_CLEVER_CLIENT_ID", CLIENT_ID);
    environment.put("HOMEROOM_CLEVER_CLIENT_SECRET", CLIENT_SECRET);
    environment.put("HOMEROOM_KEYSET_FILE", keyset.toString());
    environment.put("HOMEROOM_ACCESS_FILE", access.write(session.file("access.yaml")).toString());
    var server =
        run(
            program(
                "server",
                server(),
                before -> {
                  environment.put(
                      "HOMEROOM_LISTEN", "127.0.0.1:" + portOf(before, "address", port));
                  return environment;
                }));
    if (cluster.isPresent()) {
      startOperator(cluster.get(), server.readyValue("address"));
    }
    session.update(record ->
        record.serving(
            server.readyValue("address"),
            url,
            sandbox.readyValue("control"),
            sandbox.readyValue("district")));
    return new Running(
        server.readyValue("address"),
        url,
        sandbox.readyValue("control"),
        sandbox.readyValue("district"),
        sandbox.readyValue("token"),
        cluster,
        new PortNumbers(
            Ports.of(server.readyValue("address")),
            Ports.of(url),
            Ports.of(sandbox.readyValue("control")),
            postgres.port()));
  }

  private void startOperator(LocalCluster cluster, String server) throws InterruptedException {
    var java = installation.java("operator", "dev.homeroom.operator.OperatorMain", OPERATOR_FLAGS);
    var environment =
        Map.of(
            "KUBECONFIG",
            cluster.operatorKubeconfig().toString(),
            "HOMEROOM_SERVER",
            server,
            "HOMEROOM_TOKEN_FILE",
            cluster.operatorTokenFile().toString(),
            "HOMEROOM_CLUSTER",
            "local",
            "HOMEROOM_DISTRICTS",
            """
            [{"namespaces":"all","districts":"all","withoutToken":true,"automaticConfirmation":true}]
            """);
    run(program("operator", java, before -> environment));
  }

  private JavaProgram program(
      String name,
      List<String> java,
      Function<Optional<JsonNode>, Map<String, String>> environment) {
    var readyFile = session.file(name + ".ready.json");
    return new JavaProgram(
        name,
        java,
        readyFile,
        before -> {
          var variables = new HashMap<>(environment.apply(before));
          variables.put("HOMEROOM_READY_FILE", readyFile.toString());
          return new Launch(List.of(), variables);
        });
  }

  private JavaProgram run(JavaProgram program) throws InterruptedException {
    session.processes().start(program);
    return program;
  }

  private List<String> server() {
    return installation.java("server", "dev.homeroom.server.Main", SERVER_FLAGS);
  }

  private Path passwordFile() {
    return session.file("postgres-password");
  }

  private List<String> sandboxArguments(
      District district, String port, String controlPort, Path readyFile) {
    var arguments =
        new ArrayList<>(List.of("--sandbox-port", port, "--seed", Long.toString(district.seed())));
    if (district.students() != null) {
      arguments.addAll(List.of("--students", district.students().toString()));
    }
    if (district.drift() != null) {
      arguments.addAll(List.of("--drift", district.drift().text()));
    }
    arguments.addAll(List.of("--control-port", controlPort));
    arguments.addAll(List.of("--client-id", CLIENT_ID, "--client-secret", CLIENT_SECRET));
    arguments.addAll(List.of("--redirect-uri", AccessFile.REDIRECT_URI));
    arguments.addAll(List.of("--key-file", session.file("sandbox-key").toString()));
    arguments.addAll(List.of("--history-dir", session.file("sandbox-history").toString()));
    arguments.addAll(List.of("--ready-file", readyFile.toString()));
    return arguments;
  }

  /**
   * Returns the port that a program had before, so that it keeps its address; else the chosen one.
   */
  private static String portOf(Optional<JsonNode> before, String field, int chosen) {
    return before
        .map(ready -> ready.path(field).stringValue())
        .map(address -> address.substring(address.lastIndexOf(':') + 1))
        .orElse(Integer.toString(chosen));
  }
}
