package dev.homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.credential.Keyset;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.testing.Eventually;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets in files that change while a server runs. */
final class SecretFilesTest {
  private static final String ROLE = "homeroom_rotating";
  private static final String PASSWORD_HEALTH = "homeroom.files.database-password";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Test
  void a_password_that_changes_is_used_for_new_connections_and_a_broken_file_changes_nothing()
      throws Exception {
    var database = TestPostgres.newDatabase();
    var url = database.url().replaceFirst("\\?.*", "");
    try (var admin = DriverManager.getConnection(url, database.user(), "")) {
      requirePassword(admin, url, "first");
      var password = Files.writeString(folder.resolve("password"), "first\n");
      var config =
          ServerConfig.from(
              environment(
                  Map.of(
                      "HOMEROOM_DATABASE_URL", url,
                      "HOMEROOM_DATABASE_USER", ROLE,
                      "HOMEROOM_DATABASE_PASSWORD_FILE", password.toString())));
      try (var server = HomeroomServer.start(config, Clock.systemUTC())) {
        server.ready().orTimeout(30, TimeUnit.SECONDS).join();
        Eventually.see(() -> health(server), status -> status == ServingStatus.SERVING);

        Files.writeString(password, "");
        Eventually.see(() -> health(server), status -> status == ServingStatus.NOT_SERVING);
        reconnects(admin);

        execute(admin, "alter role %s password 'second'".formatted(ROLE));
        Files.writeString(password, "second\n");
        Eventually.see(() -> health(server), status -> status == ServingStatus.SERVING);
        reconnects(admin);
      }
    }
  }

  @Test
  void a_client_secret_that_changes_is_ours_from_then_on() throws IOException {
    var secret = Files.writeString(folder.resolve("secret"), "first");
    var config =
        ServerConfig.from(
            environment(
                Map.of(
                    "HOMEROOM_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/none",
                    "HOMEROOM_DATABASE_USER", "none",
                    "HOMEROOM_CLEVER_CLIENT_ID", "ours",
                    "HOMEROOM_CLEVER_CLIENT_SECRET_FILE", secret.toString())));
    try (var secrets = SecretFiles.open(config, Clock.systemUTC())) {
      var client = secrets.client().orElseThrow();
      assertThat(client.get().secret()).isEqualTo("first");

      Files.writeString(secret, "second");

      Eventually.see(() -> client.get().secret(), now -> now.equals("second"));
    }
  }

  private Map<String, String> environment(Map<String, String> more) throws IOException {
    var environment =
        new HashMap<>(
            Map.of(
                "HOMEROOM_LISTEN",
                "127.0.0.1:0",
                "HOMEROOM_KEYSET_FILE",
                Files.writeString(folder.resolve("keyset.json"), Keyset.generate()).toString(),
                "HOMEROOM_ACCESS_FILE",
                Files.writeString(
                        folder.resolve("access.yaml"),
                        "issuers: [{issuer: \"https://id.example.com\", audience: homeroom}]")
                    .toString()));
    environment.putAll(more);
    return environment;
  }

  /** A role that Postgres lets in by its password alone, unlike all others of tests. */
  private static void requirePassword(Connection admin, String url, String password)
      throws SQLException, IOException {
    execute(admin, "create role %s superuser login password '%s'".formatted(ROLE, password));
    var rules = Path.of(text(admin, "select current_setting('hba_file')"));
    Files.writeString(
        rules, "host all %s all scram-sha-256\n".formatted(ROLE) + Files.readString(rules));
    execute(admin, "select pg_reload_conf()");
    Eventually.see(() -> letIn(url, "wrong"), letIn -> !letIn);
  }

  private static boolean letIn(String url, String password) {
    try (var _ = DriverManager.getConnection(url, ROLE, password)) {
      return true;
    } catch (SQLException refused) {
      return false;
    }
  }

  /** Ends the server's connections and waits for new ones. */
  private static void reconnects(Connection admin) throws SQLException {
    execute(
        admin,
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + ROLE + "'");
    var since = text(admin, "select clock_timestamp()::text");
    Eventually.see(
        () -> {
          try {
            return text(
                admin,
                "select count(*) from pg_stat_activity where usename = '%s' and backend_start > '%s'"
                    .formatted(ROLE, since));
          } catch (SQLException failure) {
            throw new IllegalStateException(failure);
          }
        },
        count -> !count.equals("0"));
  }

  private static ServingStatus health(HomeroomServer server) {
    var channel = NettyChannelBuilder.forAddress(server.address()).usePlaintext().build();
    try {
      return HealthGrpc.newBlockingStub(channel)
          .check(HealthCheckRequest.newBuilder().setService(PASSWORD_HEALTH).build())
          .getStatus();
    } finally {
      channel.shutdownNow();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var answer = statement.executeQuery(sql)) {
      answer.next();
      return answer.getString(1);
    }
  }
}
