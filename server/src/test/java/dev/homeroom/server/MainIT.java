package dev.homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.credential.Keyset;
import dev.homeroom.server.db.DatabaseConfig;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.testing.Eventually;
import dev.homeroom.testing.JavaProcess;
import dev.homeroom.testing.JavaProgram;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.DistrictServiceGrpc;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The server as a process of its own. */
final class MainIT {
  private static final String TOKEN = "a-token-that-nobody-may-read";
  private static final JavaProgram PROGRAM = JavaProgram.of(Main.class).withoutTests();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final TestIssuer issuer = TestIssuer.start();
  private final Map<String, String> environment = new HashMap<>();
  private final List<JavaProcess> processes = new ArrayList<>();

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
      process.close();
    }
    issuer.close();
  }

  @Test
  void it_serves_until_it_is_told_to_stop_and_logs_no_token() throws Exception {
    var process = start();
    var ready = new JsonMapper().readTree(process.awaitFile(folder.resolve("ready.json")));
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

    process.stop();

    assertThat(process.exitCode()).isIn(0, 143);
    var log = process.err();
    assertThat(log).contains("a district was declared").contains("district=").doesNotContain(TOKEN);
    assertThat(log.lines())
        .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT.*Z (INFO |WARN |ERROR).*"));
  }

  @Test
  void it_is_told_to_stop_while_postgres_has_never_answered() throws Exception {
    environment.put("HOMEROOM_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/homeroom");
    var process = start();
    Eventually.see(process::err, log -> log.contains("Postgres does not answer"));

    process.stop();

    assertThat(process.exitCode()).isIn(0, 143);
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
    var process = start(PROGRAM.with("-XX:MaxDirectMemorySize=1m"));

    assertThat(process.exitCode()).isEqualTo(3);
    assertThat(process.err())
        .contains("Terminating due to java.lang.OutOfMemoryError: direct memory");
  }

  @Test
  void a_new_keyset_is_printed() throws Exception {
    var process = start("keyset");

    assertThat(process.exitCode()).isZero();
    assertThat(Keyset.load(Path.of(file("printed.json", process.out()))).derive("x")).hasSize(1);
  }

  private void assertRefusedToStart(String line, String... args) throws Exception {
    var process = start(args);

    assertThat(process.exitCode()).isEqualTo(2);
    var said = process.err().lines().filter(said1 -> !said1.contains(" INFO ")).toList();
    assertThat(said).hasSize(1);
    assertThat(said.getFirst()).startsWith(line);
  }

  private JavaProcess start(String... args) throws IOException {
    return start(PROGRAM, args);
  }

  private JavaProcess start(JavaProgram program, String... args) throws IOException {
    var process = program.in(environment).start(folder, args);
    processes.add(process);
    return process;
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
