package dev.homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * How often clients may ping: the contract says that pings every 10 s live and pings every 5 s are
 * cut. Time is scaled by the one limit between them.
 */
final class KeepaliveTest {
  private static final int WINDOW = 65_535;
  private static final int PINGS = 40;

  @Test
  void the_limit_lies_between_the_pings_that_live_and_those_that_are_cut() {
    assertThat(ConnectionLimits.USUAL.betweenPings())
        .isBetween(Duration.ofSeconds(6), Duration.ofSeconds(9));
  }

  @Test
  void pings_no_closer_than_the_limit_live() throws Exception {
    var limit = Duration.ofMillis(2);

    assertThat(pings(limit, limit.multipliedBy(10).dividedBy(8))).isEqualTo("all answered");
  }

  @Test
  void pings_closer_than_the_limit_are_cut() throws Exception {
    assertThat(pings(ConnectionLimits.USUAL.betweenPings(), Duration.ZERO))
        .isEqualTo("too_many_pings");
  }

  /** Pings a server of this limit, each so long after the answer to the one before. */
  private static String pings(Duration limit, Duration pause) throws Exception {
    var usual = ConnectionLimits.USUAL;
    var limits =
        new ConnectionLimits(
            usual.connections(),
            usual.connectionsPerAddress(),
            usual.callsPerConnection(),
            usual.callMemoryPercent(),
            usual.framesPerSecond(),
            usual.controlFrames(),
            usual.resets(),
            usual.handshake(),
            usual.patience(),
            usual.idle(),
            limit);
    try (var endpoint = TestEndpoint.start(limits);
        var client = new RawHttp2(endpoint.address()).begin(WINDOW)) {
      for (int i = 0; i < PINGS; i++) {
        client.frame(RawHttp2.PING, 0, 0, new byte[Long.BYTES]);
        var ended = answer(client);
        if (ended.isPresent()) {
          return ended.get();
        }
        long answered = System.nanoTime();
        while (System.nanoTime() - answered < pause.toNanos()) {
          Thread.onSpinWait();
        }
      }
      return "all answered";
    }
  }

  /** Reads until a ping is answered; the reason where the connection is ended instead. */
  private static Optional<String> answer(RawHttp2 client) throws IOException {
    while (true) {
      var frame = client.next().orElseThrow();
      if (frame.type() == RawHttp2.GO_AWAY) {
        return Optional.of(frame.reason());
      }
      if (frame.type() == RawHttp2.PING) {
        return Optional.empty();
      }
    }
  }
}
