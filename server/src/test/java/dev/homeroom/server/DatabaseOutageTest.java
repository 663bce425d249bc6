package dev.homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.db.DatabaseConfig;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.testing.Eventually;
import dev.homeroom.v1.ListDistrictsRequest;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose Postgres comes late, goes, and comes back. */
final class DatabaseOutageTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path data;

  @Test
  void a_server_says_that_it_cannot_serve_while_postgres_is_away_and_recovers_by_itself()
      throws IOException {
    int port = freePort();
    var config =
        new DatabaseConfig(
            "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
            "postgres",
            "",
            4,
            Duration.ofSeconds(3));
    try (var server = TestServer.start(config, URI.create("http://127.0.0.1:1"))) {
      assertAway(server);
      var postgres = postgres(port);
      assertThere(server);
      postgres.close();
      assertAway(server);
      postgres = postgres(port);
      assertThere(server);
      postgres.close();
    }
  }

  private static void assertAway(TestServer server) {
    for (var service : List.of("", "homeroom.v1.RosterService")) {
      Eventually.see(() -> health(server, service), ServingStatus.NOT_SERVING::equals);
    }
    var refused =
        Refused.by(() ->
            server.roster(TestServer.APP).listDistricts(ListDistrictsRequest.getDefaultInstance()));
    assertThat(refused.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(refused.reason()).isEqualTo("DATABASE_UNAVAILABLE");
    assertThat(refused.retryable()).isTrue();
  }

  private static void assertThere(TestServer server) {
    for (var service : List.of("", "homeroom.v1.RosterService")) {
      Eventually.see(() -> health(server, service), ServingStatus.SERVING::equals);
    }
    assertThat(
            server.roster(TestServer.APP).listDistricts(ListDistrictsRequest.getDefaultInstance()))
        .isNotNull();
  }

  private static ServingStatus health(TestServer server, String service) {
    return HealthGrpc.newBlockingStub(server.channel())
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  private EmbeddedPostgres postgres(int port) throws IOException {
    return TestPostgres.builder()
        .setPort(port)
        .setDataDirectory(data.resolve("postgres"))
        .setCleanDataDirectory(false)
        .start();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
