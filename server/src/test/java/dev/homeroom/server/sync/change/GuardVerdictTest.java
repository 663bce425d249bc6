package dev.homeroom.server.sync.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.sync.change.Guard.Verdict;
import dev.homeroom.server.sync.change.Subject.Tallies;
import dev.homeroom.server.sync.change.Subject.Tally;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the borders of the guard run. */
final class GuardVerdictTest {
  @ParameterizedTest
  @CsvSource({
    "STUDENT, 1000, 100, false",
    "STUDENT, 1000, 101, true",
    "STUDENT, 30, 24, false",
    "STUDENT, 30, 25, true",
    "TEACHER, 10, 4, false",
    "TEACHER, 10, 5, true",
    "STAFF, 3, 2, false",
    "DISTRICT_ADMIN, 3, 3, true",
    "SECTION, 40, 9, false",
    "SECTION, 40, 10, true",
    "ENROLLMENT, 1000, 249, false",
    "ENROLLMENT, 1000, 250, true"
  })
  void removals_wait_above_the_share_and_never_below_the_floor(
      Subject subject, long base, long gone, boolean waits) {
    var verdict = judge(subject, new Tally(base, gone, 0, 0, 0));

    assertThat(verdict.removals()).isEqualTo(waits);
    assertThat(verdict.changes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"STUDENT, 100, 75, false", "STUDENT, 100, 76, true", "STUDENT, 20, 20, false"})
  void changes_wait_above_their_own_share(Subject subject, long base, long changed, boolean waits) {
    var verdict = judge(subject, new Tally(base, 0, changed, 0, 0));

    assertThat(verdict.removals()).isEqualTo(waits);
    assertThat(verdict.changes().contains(subject)).isEqualTo(waits);
    assertThat(verdict.additions()).isEmpty();
  }

  @Test
  void additions_wait_only_beside_as_many_removals() {
    assertThat(judge(Subject.STUDENT, new Tally(100, 0, 0, 0, 90)).removals()).isFalse();
    assertThat(judge(Subject.STUDENT, new Tally(100, 90, 0, 0, 5)).additions()).isEmpty();
    assertThat(judge(Subject.STUDENT, new Tally(100, 90, 0, 0, 90)).additions())
        .containsExactly(Subject.STUDENT);
  }

  @ParameterizedTest
  @CsvSource({"9, false", "10, true"})
  void sections_that_lose_their_last_student_wait(long emptied, boolean waits) {
    var tallies = new Tallies(Map.of(Subject.SECTION, new Tally(100, 0, 0, 0, 0)), emptied, 0, 0);

    assertThat(new Guard(GuardSettings.USUAL).judge(tallies).removals()).isEqualTo(waits);
  }

  @Test
  void three_in_a_hundred_emptied_sections_are_not_too_many() {
    var tallies = new Tallies(Map.of(Subject.SECTION, new Tally(1000, 0, 0, 0, 0)), 30, 0, 0);

    assertThat(new Guard(GuardSettings.USUAL).judge(tallies).removals()).isFalse();
  }

  @Test
  void a_share_of_a_hundred_percent_never_waits_but_a_school_always_does() {
    var open = new Guard(new GuardSettings(100, 100, 1, 1, 1, 1, 1, 1_000));
    var all = Map.of(Subject.STUDENT, new Tally(100, 100, 100, 100, 0));

    assertThat(open.judge(new Tallies(all, 0, 0, 0)).removals()).isFalse();
    assertThat(open.judge(new Tallies(all, 0, 1, 0)).removals()).isTrue();
    assertThat(open.judge(new Tallies(all, 0, 0, 1)).removals()).isTrue();
  }

  private static Verdict judge(Subject subject, Tally tally) {
    return new Guard(GuardSettings.USUAL).judge(new Tallies(Map.of(subject, tally), 0, 0, 0));
  }
}
