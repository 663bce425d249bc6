package dev.homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.access.token.CallerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tests the limits of connections that have shown no token. */
final class ConnectionGuardTest {
  private final List<String> ended = new ArrayList<>();

  @Test
  void places_are_counted_in_all_and_by_address_and_given_back() throws IOException {
    var guard = guard(3, 2, 1000);
    var one = InetAddress.getByName("192.0.2.1");
    var other = InetAddress.getByName("192.0.2.2");
    var first = place(one, "first");

    assertThat(guard.admit(first)).isEmpty();
    assertThat(guard.admit(place(one, "second"))).isEmpty();
    assertThat(guard.admit(place(one, "third")))
        .contains(ConnectionGuard.Cause.CONNECTIONS_OF_ONE_ADDRESS);
    assertThat(guard.admit(place(other, "fourth"))).isEmpty();
    assertThat(guard.admit(place(other, "fifth"))).contains(ConnectionGuard.Cause.CONNECTIONS);
    guard.left(first);
    guard.left(first);
    assertThat(guard.admit(place(other, "sixth"))).isEmpty();
    assertThat(guard.admit(place(one, "seventh"))).contains(ConnectionGuard.Cause.CONNECTIONS);
  }

  @Test
  void the_heaviest_connection_of_the_heaviest_address_makes_room() throws IOException {
    var guard = guard(10, 10, 1000);
    var honest = place(InetAddress.getByName("192.0.2.1"), "honest");
    var attacker = InetAddress.getByName("2001:db8:1:2::1");
    var small = place(attacker, "small");
    var large = place(InetAddress.getByName("2001:db8:1:2:ffff::2"), "large");
    for (var place : List.of(honest, small, large)) {
      assertThat(guard.admit(place)).isEmpty();
    }

    guard.hold(honest, 40);
    guard.hold(small, 25);
    guard.hold(large, 35);
    assertThat(ended).isEmpty();
    guard.hold(honest, 1);
    assertThat(ended).containsExactly("large");
    guard.hold(large, 90);
    guard.hold(honest, -1);
    guard.hold(small, 35);
    assertThat(ended).containsExactly("large");
    guard.hold(small, 1);
    assertThat(ended).containsExactly("large", "small");
    guard.left(honest);
    var later = place(attacker, "later");
    assertThat(guard.admit(later)).isEmpty();
    guard.hold(later, 100);
    assertThat(ended).containsExactly("large", "small");
  }

  @Test
  void where_all_places_are_taken_an_address_with_more_of_them_gives_its_lightest_up()
      throws IOException {
    var guard = guard(3, 3, 1000);
    var attacker = InetAddress.getByName("192.0.2.1");
    var heavy = place(attacker, "heavy");
    for (var place : List.of(heavy, place(attacker, "light"), place(attacker, "lighter"))) {
      assertThat(guard.admit(place)).isEmpty();
    }
    guard.hold(heavy, 1);

    assertThat(guard.admit(place(InetAddress.getByName("192.0.2.2"), "honest"))).isEmpty();
    assertThat(ended).hasSize(1).doesNotContain("heavy");
    assertThat(guard.admit(place(attacker, "again"))).contains(ConnectionGuard.Cause.CONNECTIONS);
    assertThat(guard.admit(place(InetAddress.getByName("192.0.2.3"), "honest, too"))).isEmpty();
    assertThat(guard.admit(place(InetAddress.getByName("192.0.2.4"), "late")))
        .contains(ConnectionGuard.Cause.CONNECTIONS);
    assertThat(ended).hasSize(2).doesNotContain("heavy");
  }

  @Test
  void an_address_that_sends_faster_than_it_may_waits_and_no_other_does() throws IOException {
    var guard = guard(10, 10, 1000);
    var fast = CallerAddress.of(InetAddress.getByName("192.0.2.1"));
    var other = CallerAddress.of(InetAddress.getByName("192.0.2.2"));

    assertThat(guard.spend(fast, 1)).isZero();
    assertThat(guard.spend(fast, 1_000_000)).isGreaterThan(TimeUnit.SECONDS.toNanos(8));
    assertThat(guard.spend(fast, 1_000_000)).isLessThan(TimeUnit.SECONDS.toNanos(10));
    assertThat(guard.spend(other, 1)).isZero();
  }

  @Test
  void what_was_ended_is_logged_once_a_minute() {
    var guard = guard(10, 10, 1000);

    try (var logs = Logs.listen()) {
      for (int i = 0; i < 100; i++) {
        guard.ended(ConnectionGuard.Cause.CONTROL_FRAMES);
      }
      assertThat(logs.heard()).singleElement().asString().contains("CONTROL_FRAMES=");
    }
  }

  /** A guard whose calls may hold a tenth of a heap of these bytes. */
  private static ConnectionGuard guard(int connections, int perAddress, long heap) {
    var usual = ConnectionLimits.USUAL;
    return new ConnectionGuard(
        new ConnectionLimits(
            connections,
            perAddress,
            usual.callsPerConnection(),
            10,
            usual.framesPerSecond(),
            usual.controlFrames(),
            usual.resets(),
            usual.handshake(),
            usual.patience(),
            usual.idle(),
            usual.betweenPings()),
        heap);
  }

  private ConnectionPlace place(InetAddress address, String name) {
    return new ConnectionPlace(CallerAddress.of(address), _ -> ended.add(name));
  }
}
