package dev.homeroom.bench.flood;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.bench.flood.FloodMeasurement.Second;
import dev.homeroom.bench.process.Machine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A flood's verdict. */
class FloodMeasurementTest {
  private static final Second GOOD = new Second(3, 40, true, 300);

  @Test
  void a_server_that_lives_and_answers_in_flat_memory_is_well() {
    assertThat(of(1, seconds(GOOD)).wrong()).isEmpty();
  }

  @Test
  void a_process_that_ended_is_wrong() {
    assertThat(of(0, seconds(GOOD)).wrong()).contains("process ended");
  }

  @Test
  void one_slow_or_missing_answer_is_wrong() {
    assertThat(of(1, seconds(new Second(3, 1001, true, 300))).wrong()).contains("1001 ms");
    assertThat(of(1, seconds(new Second(1001, 3, true, 300))).wrong()).contains("1001 ms");
    assertThat(of(1, seconds(new Second(3, 40, false, 300))).wrong()).contains("1 of the seconds");
  }

  @Test
  void memory_that_grows_to_the_end_is_wrong() {
    assertThat(of(1, seconds(new Second(3, 40, true, 365))).wrong()).contains("by 65 MB");
    assertThat(of(1, seconds(new Second(3, 40, true, 364))).wrong()).isEmpty();
  }

  /** Good seconds with this one as the last. */
  private static List<Second> seconds(Second last) {
    var seconds = new ArrayList<>(Collections.nCopies(7, GOOD));
    seconds.add(last);
    return seconds;
  }

  private static FloodMeasurement of(long pidAfter, List<Second> seconds) {
    var machine = new Machine(2, 1, "Linux", "25", "18", 0);
    return new FloodMeasurement("", "", machine, "256m", 1, pidAfter, 0, seconds, List.of());
  }
}
