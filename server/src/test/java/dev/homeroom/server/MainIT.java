package dev.homeroom.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.credential.Keyset;
import dev.homeroom.server.db.DatabaseConfig;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.DistrictServiceGrpc;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server as a process of its own. */
final class MainIT {
  private static final String TOKEN = "a-token-that-nobody-may-read";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final TestIssuer issuer = TestIssuer.start();
  private final Map<String, String> environment = new HashMap<>();
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void setUp() throws IOException {
    var database = TestPostgres.newDatabase();
    environment.put("HOMEROOM_LISTEN", "127.0.0.1:0");
    environment.put("HOMEROOM_DATABASE_URL", database.url());
    environment.put("HOMEROOM_DATABASE_USER", database.user());
    environment.put("HOMEROOM_KEYSET_FILE", file("keyset.json", Keyset.generate()));
    environment.put("HOMEROOM_ACCESS_FILE", file("access.yaml", TestServer.accessFile(issuer)));
    environment.put("HOMEROOM_CLEVER_API_URL", "http://127.0.0.1:1");
    environment.put("HOMEROOM_CLEVER_OAUTH_URL", "http://127.0.0.1:1");
    environment.put("HOMEROOM_READY_FILE", folder.resolve("ready.json").toString());
    environment.put("HOMEROOM_DRAIN", "PT2S");
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (var process : processes) {
      process.destroyForcibly().waitFor();
    }
    issuer.close();
  }

  @Test
  void it_serves_until_it_is_told_to_stop_and_logs_no_token() throws Exception {
    var process = start();
    var ready = ready(process);
    assertThat(ready.get("pid").asLong()).isEqualTo(process.pid());
    var address = ready.get("address").asString().split(":", -1);
    var channel =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(address[0], Integer.parseInt(address[1])))
            .usePlaintext()
            .build();
    var state =
        DistrictServiceGrpc.newBlockingStub(channel)
            .withCallCredentials(TestServer.bearer(issuer.token(TestServer.OPERATOR)))
            .applyDistrict(
                ApplyDistrictRequest.newBuilder()
                    .setName("districts/00000000000000000000000a")
                    .setSpec(
                        DistrictSpec.newBuilder()
                            .setSharing(
                                Sharing.newBuilder().setType(SharingType.SHARING_TYPE_DISTRICT)))
                    .setCleverToken(TOKEN)
                    .build());
    assertThat(state.getCredentialHash()).isNotEmpty();
    channel.shutdownNow();

    process.destroy();

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isIn(0, 143);
    var log = Files.readString(folder.resolve("stderr"));
    assertThat(log).contains("a district was declared").contains("district=").doesNotContain(TOKEN);
    assertThat(log.lines())
        .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT.*Z (INFO |WARN |ERROR).*"));
  }

  @Test
  void it_is_told_to_stop_while_postgres_has_never_answered() throws Exception {
    environment.put("HOMEROOM_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/homeroom");
    var process = start();
    Eventually.see(() -> read("stderr"), log -> log.contains("Postgres does not answer"));

    process.destroy();

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(folder.resolve("ready.json")).doesNotExist();
  }

  @Test
  void a_missing_key_is_one_line_and_exit_code_2() throws Exception {
    environment.remove("HOMEROOM_KEYSET_FILE");
    assertRefusedToStart("HOMEROOM_KEYSET_FILE is missing, for example /keys/keyset.json");
  }

  @Test
  void a_malformed_access_file_is_one_line_and_exit_code_2() throws Exception {
    environment.put("HOMEROOM_ACCESS_FILE", file("bad.yaml", "grants: []"));
    assertRefusedToStart("HOMEROOM_ACCESS_FILE: issuers: at least one is needed");
  }

  @Test
  void a_malformed_keyset_is_one_line_and_exit_code_2() throws Exception {
    environment.put("HOMEROOM_KEYSET_FILE", file("bad.json", "{}"));
    assertRefusedToStart("HOMEROOM_KEYSET_FILE: ");
  }

  @Test
  void a_schema_of_a_newer_release_is_one_line_and_exit_code_2() throws Exception {
    var database =
        new DatabaseConfig(
            environment.getOrDefault("HOMEROOM_DATABASE_URL", ""),
            environment.getOrDefault("HOMEROOM_DATABASE_USER", ""),
            "");
    try (var newer = TestPostgres.open(database)) {
      newer
          .dsl()
          .execute(
              "update flyway_schema_history set version = '900' where installed_rank ="
                  + " (select max(installed_rank) from flyway_schema_history)");
    }
    assertRefusedToStart("HOMEROOM_DATABASE_URL: the database's schema has migration 900");
  }

  @Test
  void a_taken_port_is_one_line_and_exit_code_2() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      environment.put("HOMEROOM_LISTEN", "127.0.0.1:" + taken.getLocalPort());
      assertRefusedToStart("HOMEROOM_LISTEN cannot be bound: 127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void an_unknown_argument_is_one_line_and_exit_code_2() throws Exception {
    assertRefusedToStart("unknown argument --port", "--port");
  }

  @Test
  void direct_memory_that_runs_out_ends_it_and_is_told() throws Exception {
    var process = start(List.of("-XX:MaxDirectMemorySize=1m"));

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(3);
    assertThat(read("stderr"))
        .contains("Terminating due to java.lang.OutOfMemoryError: direct memory");
  }

  @Test
  void a_new_keyset_is_printed() throws Exception {
    var process = start("keyset");

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(Keyset.load(folder.resolve("stdout")).derive("x")).hasSize(1);
  }

  private void assertRefusedToStart(String line, String... args) throws Exception {
    var process = start(args);

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    var said = read("stderr").lines().filter(said1 -> !said1.contains(" INFO ")).toList();
    assertThat(said).hasSize(1);
    assertThat(said.getFirst()).startsWith(line);
  }

  private Process start(String... args) throws IOException {
    return start(List.of(), args);
  }

  private Process start(List<String> flags, String... args) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-cp", classPath()));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(flags);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectOutput(folder.resolve("stdout").toFile());
    builder.redirectError(folder.resolve("stderr").toFile());
    var process = builder.start();
    processes.add(process);
    return process;
  }

  /** That of the product: without what is there for tests, such as their logging. */
  private static String classPath() {
    var classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Arrays.stream(classes.split(File.pathSeparator, -1))
        .filter(entry -> !entry.contains("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private JsonNode ready(Process process) {
    var text =
        Eventually.see(
            () -> read("ready.json"), content -> !content.isEmpty() || !process.isAlive());
    return new JsonMapper().readTree(text);
  }

  private String read(String name) {
    try {
      var file = folder.resolve(name);
      return Files.exists(file) ? Files.readString(file, UTF_8) : "";
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
