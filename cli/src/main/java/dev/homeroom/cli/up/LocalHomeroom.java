package dev.homeroom.cli.up;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.homeroom.cli.console.Refusal;
import dev.homeroom.cli.home.PrivateFiles;
import dev.homeroom.cli.runtime.Installation;
import dev.homeroom.cli.runtime.JavaProgram;
import dev.homeroom.cli.runtime.JavaProgram.Launch;
import dev.homeroom.cli.runtime.Postgres;
import dev.homeroom.cli.runtime.PostgresBinaries;
import dev.homeroom.cli.runtime.Processes;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/** Sandbox, Postgres and server, started from one folder. */
final class LocalHomeroom {
  private static final String CLIENT_ID = "sandbox-client";
  private static final String CLIENT_SECRET = "sandbox-secret";

  private final Installation installation;
  private final Processes processes;
  private final Path folder;

  LocalHomeroom(Installation installation, Processes processes, Path folder) {
    this.installation = installation;
    this.processes = processes;
    this.folder = folder;
  }

  /**
   * Starts a sandbox.
   *
   * @param port 0 for any
   */
  JavaProgram startSandbox(District district, int port) throws InterruptedException {
    var readyFile = folder.resolve("sandbox.ready.json");
    var sandbox =
        new JavaProgram(
            "sandbox",
            installation.java("sandbox", "dev.homeroom.sandbox.SandboxMain", List.of()),
            readyFile,
            before ->
                new Launch(
                    sandboxArguments(district, portOf(before, "url", port), readyFile), Map.of()));
    processes.start(sandbox);
    return sandbox;
  }

  /** Starts a Postgres, with a new database unless there is one. */
  Postgres startPostgres(PostgresBinaries binaries, boolean durable)
      throws IOException, InterruptedException {
    var password = folder.resolve("postgres-password");
    if (!Files.exists(password)) {
      PrivateFiles.write(password, randomText());
    }
    var postgres = new Postgres(binaries, folder.resolve("postgres"), password, durable);
    postgres.prepare();
    processes.start(postgres);
    return postgres;
  }

  /** Makes the keys with which the server encrypts credentials, unless they are there. */
  void makeKeyset() throws IOException, InterruptedException {
    if (Files.exists(keyset())) {
      return;
    }
    var command = new ArrayList<>(server());
    command.add("keyset");
    var log = folder.resolve("logs").resolve("keyset.log");
    var process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    var text = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw Refusal.failed("the server makes no keyset: " + Files.readString(log).strip());
    }
    PrivateFiles.write(keyset(), text);
  }

  /**
   * Starts the server.
   *
   * @param port 0 for any
   */
  JavaProgram startServer(Postgres postgres, String sandboxUrl, Path accessFile, int port)
      throws InterruptedException {
    var readyFile = folder.resolve("server.ready.json");
    var server =
        new JavaProgram(
            "server",
            server(),
            readyFile,
            before -> {
              var environment = new HashMap<String, String>();
              environment.put("HOMEROOM_LISTEN", "127.0.0.1:" + portOf(before, "address", port));
              environment.put("HOMEROOM_DATABASE_URL", postgres.jdbcUrl());
              environment.put("HOMEROOM_DATABASE_USER", Postgres.USER);
              environment.put(
                  "HOMEROOM_DATABASE_PASSWORD_FILE",
                  folder.resolve("postgres-password").toString());
              environment.put("HOMEROOM_CLEVER_API_URL", sandboxUrl);
              environment.put("HOMEROOM_CLEVER_OAUTH_URL", sandboxUrl);
              environment.put("HOMEROOM_CLEVER_CLIENT_ID", CLIENT_ID);
              environment.put("HOMEROOM_CLEVER_CLIENT_SECRET", CLIENT_SECRET);
              environment.put("HOMEROOM_KEYSET_FILE", keyset().toString());
              environment.put("HOMEROOM_ACCESS_FILE", accessFile.toString());
              environment.put("HOMEROOM_READY_FILE", readyFile.toString());
              return new Launch(List.of(), environment);
            });
    processes.start(server);
    return server;
  }

  /** Runs tasks side by side; the first failure ends the others and is thrown. */
  static void together(List<Callable<?>> tasks) throws InterruptedException {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = tasks.stream().map(executor::submit).toList();
      try {
        for (var task : running) {
          task.get();
        }
      } catch (ExecutionException e) {
        executor.shutdownNow();
        if (e.getCause() instanceof Refusal refusal) {
          throw refusal;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
  }

  private List<String> server() {
    return installation.java(
        "server", "dev.homeroom.server.Main", List.of("-Xmx1g", "-XX:+ExitOnOutOfMemoryError"));
  }

  private Path keyset() {
    return folder.resolve("keyset.json");
  }

  private List<String> sandboxArguments(District district, String port, Path readyFile) {
    var arguments =
        new ArrayList<>(List.of("--port", port, "--seed", Long.toString(district.seed())));
    if (district.students() != null) {
      arguments.addAll(List.of("--students", district.students().toString()));
    }
    if (district.drift() != null) {
      arguments.addAll(List.of("--drift", district.drift().text()));
    }
    arguments.addAll(List.of("--client-id", CLIENT_ID, "--client-secret", CLIENT_SECRET));
    arguments.addAll(List.of("--key-file", folder.resolve("sandbox-key").toString()));
    arguments.addAll(List.of("--ready-file", readyFile.toString()));
    return arguments;
  }

  /** The port that a program had, so that it comes back where it was; else the chosen one. */
  private static String portOf(Optional<JsonNode> before, String field, int chosen) {
    return before
        .map(ready -> ready.path(field).stringValue())
        .map(address -> address.substring(address.lastIndexOf(':') + 1))
        .orElse(Integer.toString(chosen));
  }

  private static String randomText() {
    var bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
