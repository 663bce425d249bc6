package dev.homeroom.bench.imports;

import dev.homeroom.bench.BenchException;
import dev.homeroom.bench.process.DurablePostgres;
import dev.homeroom.bench.process.JavaChild;
import dev.homeroom.bench.process.JavaChild.Program;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Starts Postgres, the sandbox and the server, each as a process of its own, and a client of the
 * server.
 */
public final class ImportRig implements AutoCloseable {

  private static final String SUBJECT = "bench";

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final DurablePostgres postgres;
  private final JavaChild sandbox;
  private final JavaChild server;
  private final Homeroom homeroom;

  /**
   * Starts them.
   *
   * @param folder an empty folder for data and logs
   */
  public ImportRig(Path root, Path folder, ImportOptions options)
      throws IOException, SQLException, InterruptedException {
    try {
      postgres = open(DurablePostgres.start(folder));
      sandbox = open(startSandbox(root, folder, options));
      server = open(startServer(root, folder, options));
      homeroom =
          open(
              new Homeroom(
                  server.readyValue("address"), operatorToken(), sandbox.readyValue("district")));
    } catch (IOException | SQLException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T open(T part) {
    parts.push(part);
    return part;
  }

  /** Returns the database. */
  public DurablePostgres postgres() {
    return postgres;
  }

  /** Returns the sandbox, which plays Clever. */
  public JavaChild sandbox() {
    return sandbox;
  }

  JavaChild server() {
    return server;
  }

  /** Returns the server's client. */
  public Homeroom homeroom() {
    return homeroom;
  }

  private static JavaChild startSandbox(Path root, Path folder, ImportOptions options)
      throws IOException, InterruptedException {
    var ready = folder.resolve("sandbox.json");
    var program =
        new Program(
            root,
            "sandbox",
            "dev.homeroom.sandbox.SandboxMain",
            List.of(),
            List.of(
                "--sandbox-port", "0",
                "--rate-limit", "0",
                "--students", Integer.toString(options.students()),
                "--seed", Long.toString(options.seed()),
                "--ready-file", ready.toString()));
    return JavaChild.start(program, Map.of(), folder, ready);
  }

  private JavaChild startServer(Path root, Path folder, ImportOptions options)
      throws IOException, InterruptedException {
    var ready = folder.resolve("server.json");
    var access = folder.resolve("access.yaml");
    Files.writeString(
        access,
        """
        issuers:
          - issuer: %1$s
            audience: homeroom
        grants:
          - issuer: %1$s
            subject: %2$s
            role: operator
            districts: all
            withoutToken: true
        """
            .formatted(sandbox.readyValue("issuer"), SUBJECT));
    var program =
        new Program(
            root,
            "server",
            "dev.homeroom.server.Main",
            List.of("-Xmx" + options.serverHeap(), "-XX:+ExitOnOutOfMemoryError"),
            List.of());
    var environment =
        Map.ofEntries(
            Map.entry("HOMEROOM_LISTEN", "127.0.0.1:0"),
            Map.entry("HOMEROOM_DATABASE_URL", postgres.url()),
            Map.entry("HOMEROOM_DATABASE_USER", postgres.user()),
            Map.entry("HOMEROOM_DATABASE_PASSWORD", "none"),
            Map.entry("HOMEROOM_CLEVER_API_URL", sandbox.readyValue("url")),
            Map.entry("HOMEROOM_CLEVER_OAUTH_URL", sandbox.readyValue("url")),
            Map.entry("HOMEROOM_CLEVER_CLIENT_ID", "sandbox-client"),
            Map.entry("HOMEROOM_CLEVER_CLIENT_SECRET", "sandbox-secret"),
            Map.entry("HOMEROOM_KEYSET_FILE", keyset(program, folder).toString()),
            Map.entry("HOMEROOM_ACCESS_FILE", access.toString()),
            Map.entry("HOMEROOM_READY_FILE", ready.toString()));
    return JavaChild.start(program, environment, folder, ready);
  }

  /** Lets the server create its own keys, and returns their file. */
  private static Path keyset(Program server, Path folder) throws IOException, InterruptedException {
    var keyset = folder.resolve("keyset.json");
    var command =
        new Program(
                server.root(), server.module(), server.mainClass(), List.of(), List.of("keyset"))
            .command();
    int exit =
        new ProcessBuilder(command)
            .redirectOutput(keyset.toFile())
            .redirectError(folder.resolve("keyset.log").toFile())
            .start()
            .waitFor();
    if (exit != 0) {
      throw new BenchException("the server makes no keys; see " + folder.resolve("keyset.log"));
    }
    return keyset;
  }

  private String operatorToken() throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(sandbox.readyValue("issuer") + "/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "subject=" + SUBJECT + "&audience=homeroom&expires_in=86400",
                    StandardCharsets.UTF_8))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var body = http.send(request, BodyHandlers.ofString()).body();
      return new JsonMapper().readTree(body).path("access_token").stringValue();
    }
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        throw new BenchException("something did not stop: " + e);
      }
    }
  }
}
