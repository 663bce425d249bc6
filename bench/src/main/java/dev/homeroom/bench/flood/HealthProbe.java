package dev.homeroom.bench.flood;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks a server for its health as an honest caller does, on a new connection each time. */
final class HealthProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final InetSocketAddress server;

  HealthProbe(InetSocketAddress server) {
    this.server = server;
  }

  /**
   * An answer.
   *
   * @param serving false also where there was no answer
   * @param millis the time that it took; on a new connection this includes connecting
   */
  record Answer(boolean serving, double millis) {}

  /** Asks on a new connection. */
  Answer ask() throws InterruptedException {
    var channel = NettyChannelBuilder.forAddress(server).usePlaintext().build();
    try {
      return ask(channel);
    } finally {
      channel.shutdownNow().awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  /** Asks on an existing connection. */
  static Answer ask(ManagedChannel channel) {
    long begun = System.nanoTime();
    boolean serving;
    try {
      serving =
          HealthGrpc.newBlockingStub(channel)
                  .withDeadlineAfter(PATIENCE)
                  .check(HealthCheckRequest.getDefaultInstance())
                  .getStatus()
              == ServingStatus.SERVING;
    } catch (StatusRuntimeException refused) {
      serving = false;
    }
    return new Answer(serving, (System.nanoTime() - begun) / 1e6);
  }
}
