package dev.homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the limits of connections that have shown no token. */
final class ConnectionGuardTest {
  @Test
  void places_are_counted_in_all_and_by_address_and_given_back() throws IOException {
    var guard =
        new ConnectionGuard(
            new ConnectionLimits(
                3, 2, 1, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)));
    var one = InetAddress.getByName("192.0.2.1");
    var other = InetAddress.getByName("192.0.2.2");

    assertThat(guard.admit(one)).isEmpty();
    assertThat(guard.admit(one)).isEmpty();
    assertThat(guard.admit(one)).contains(ConnectionGuard.Cause.CONNECTIONS_OF_ONE_ADDRESS);
    assertThat(guard.admit(other)).isEmpty();
    assertThat(guard.admit(other)).contains(ConnectionGuard.Cause.CONNECTIONS);
    guard.left(one);
    assertThat(guard.admit(other)).isEmpty();
  }

  @Test
  void connections_beyond_those_of_one_address_are_closed_and_the_others_go_on() throws Exception {
    try (var server = TestServer.start()) {
      int port = server.address().getPort();
      var sockets = new ArrayList<Socket>();
      try {
        for (int i = 0; i < ConnectionLimits.USUAL.connectionsPerAddress() + 5; i++) {
          sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
        }
        Eventually.see(() -> closed(sockets), count -> count >= 5);
        assertThat(server.roster(TestServer.APP)).isNotNull();
      } finally {
        for (var socket : sockets) {
          socket.close();
        }
      }
    }
  }

  private static long closed(List<Socket> sockets) {
    return sockets.stream().filter(ConnectionGuardTest::ended).count();
  }

  private static boolean ended(Socket socket) {
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }
}
