package dev.homeroom.operator.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class FreePortTest {
  private final AtomicInteger starts = new AtomicInteger();

  @Test
  void a_program_that_ended_at_once_gets_other_ports() throws Exception {
    var port = FreePort.retry(() -> endingAtOnce(2));

    assertThat(port).isPositive();
    assertThat(starts).hasValue(3);
  }

  @Test
  void the_third_end_is_told() {
    assertThatThrownBy(() -> FreePort.retry(() -> endingAtOnce(3)))
        .isInstanceOf(ControlPlaneException.class)
        .hasMessage("address already in use");
    assertThat(starts).hasValue(3);
  }

  @Test
  void another_failure_is_told_at_once() {
    assertThatThrownBy(() ->
            FreePort.retry(() -> {
              starts.incrementAndGet();
              throw new ControlPlaneException("not ready after 30 s");
            }))
        .hasMessage("not ready after 30 s");
    assertThat(starts).hasValue(1);
  }

  private int endingAtOnce(int times) throws IOException {
    if (starts.incrementAndGet() <= times) {
      throw new ControlPlaneException.EndedAtStart("address already in use");
    }
    return FreePort.next();
  }
}
