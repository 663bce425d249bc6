package dev.homeroom.cli.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.cli.home.PortNumbers;
import dev.homeroom.cli.runtime.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where an up serves. */
final class PortChoiceTest {
  private final UpOptions options = new UpOptions();

  @Test
  void a_data_directory_keeps_its_ports_and_says_where_one_is_taken() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var before = new PortNumbers(Ports.free(), taken.getLocalPort(), Ports.free(), Ports.free());

      var choice = PortChoice.of(options, Optional.of(before));

      assertThat(choice.ports())
          .isEqualTo(new PortNumbers(before.server(), 0, before.control(), before.postgres()));
      assertThat(choice.notices())
          .containsExactly(
              "port %d, where this data directory's was, is taken: the sandbox gets another one (--sandbox-port chooses it)"
                  .formatted(taken.getLocalPort()));
    }
  }

  @Test
  void a_port_that_is_named_comes_first_and_the_first_once_takes_any() {
    var before = new PortNumbers(Ports.free(), Ports.free(), Ports.free(), Ports.free());
    options.port = 4711;
    assertThat(PortChoice.of(options, Optional.of(before)).ports().server()).isEqualTo(4711);

    options.port = null;
    options.once = true;
    assertThat(PortChoice.of(options, Optional.of(before)).ports()).isEqualTo(before);
    var first = PortChoice.of(options, Optional.empty()).ports();
    assertThat(first.server()).isZero();
    assertThat(first.sandbox()).isZero();
    assertThat(first.postgres()).isPositive();
  }
}
