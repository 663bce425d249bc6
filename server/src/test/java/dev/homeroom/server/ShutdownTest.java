package dev.homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Context;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The end of a server. */
final class ShutdownTest {
  @Test
  void watchers_of_health_see_the_end_and_a_second_close_does_nothing() throws Exception {
    try (var server = TestServer.start();
        var watching = Context.current().withCancellation()) {
      var health =
          watching.call(() ->
              HealthGrpc.newBlockingStub(server.channel())
                  .watch(HealthCheckRequest.getDefaultInstance()));
      while (health.next().getStatus() != ServingStatus.SERVING) {}

      try (var logs = Logs.listen()) {
        var stopping = CompletableFuture.runAsync(server::stop);
        assertThat(health.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
        watching.cancel(null);
        stopping.join();
        server.stop();

        assertThat(logs.heard()).noneMatch(line -> line.contains("xception"));
      }
    }
  }
}
