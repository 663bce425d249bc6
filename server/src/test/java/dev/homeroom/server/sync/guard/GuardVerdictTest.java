package dev.homeroom.server.sync.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.sync.guard.Guard.Verdict;
import dev.homeroom.server.sync.guard.GuardedKind.StudentEnrollments;
import dev.homeroom.server.sync.guard.GuardedKind.Tallies;
import dev.homeroom.server.sync.guard.GuardedKind.Tally;
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
      GuardedKind subject, long base, long gone, boolean waits) {
    var verdict = judge(subject, new Tally(base, gone, 0, 0, 0, 0, 1));

    assertThat(verdict.removals()).isEqualTo(waits);
    assertThat(verdict.changes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"STUDENT, 100, 75, false", "STUDENT, 100, 76, true", "STUDENT, 20, 20, false"})
  void changes_wait_above_their_own_share(
      GuardedKind subject, long base, long changed, boolean waits) {
    var verdict = judge(subject, new Tally(base, 0, 0, changed, 0, 0, base));

    assertThat(verdict.removals()).isEqualTo(waits);
    assertThat(verdict.changes().contains(subject)).isEqualTo(waits);
    assertThat(verdict.additions()).isEmpty();
  }

  @Test
  void additions_wait_only_beside_as_many_removals() {
    assertThat(judge(GuardedKind.STUDENT, new Tally(100, 0, 0, 0, 0, 90, 190)).removals())
        .isFalse();
    assertThat(judge(GuardedKind.STUDENT, new Tally(100, 90, 0, 0, 0, 5, 15)).additions())
        .isEmpty();
    assertThat(judge(GuardedKind.STUDENT, new Tally(100, 90, 0, 0, 0, 90, 100)).additions())
        .containsExactly(GuardedKind.STUDENT);
  }

  @ParameterizedTest
  @CsvSource({
    "SECTION, 2, 0, false",
    "SECTION, 3, 0, true",
    "SECTION, 3, 1, false",
    "STUDENT, 20, 0, true",
    "TEACHER, 3, 0, true",
    "ENROLLMENT, 9, 0, false"
  })
  void the_last_of_a_kind_wait_below_the_floor_unless_they_are_few(
      GuardedKind subject, long gone, long left, boolean waits) {
    var verdict = judge(subject, new Tally(gone + left, gone, 0, 0, 0, 0, left));

    assertThat(verdict.removals()).isEqualTo(waits);
  }

  @ParameterizedTest
  @CsvSource({"1, 2, 0, false", "1, 3, 0, true", "1, 3, 1, false", "0, 3, 0, false"})
  void sections_that_would_all_be_empty_wait(long emptied, long gone, long left, boolean waits) {
    var seats = new StudentEnrollments(emptied, gone, left);

    assertThat(new Guard(GuardSettings.USUAL).judge(new Tallies(Map.of(), seats, 0, 0)).removals())
        .isEqualTo(waits);
  }

  @Test
  void the_reason_says_how_many_had_joined_within_the_window() {
    var verdict = judge(GuardedKind.STUDENT, new Tally(1600, 560, 559, 0, 0, 0, 1040));

    assertThat(verdict.reasons())
        .containsExactly(
            "560 of 1600 students would be removed within 24 hours."
                + " 559 of these had joined within that time.");
  }

  @ParameterizedTest
  @CsvSource({"9, false", "10, true"})
  void sections_that_lose_their_last_student_wait(long emptied, boolean waits) {
    var tallies =
        new Tallies(
            Map.of(GuardedKind.SECTION, new Tally(100, 0, 0, 0, 0, 0, 100)),
            new StudentEnrollments(emptied, emptied, 1),
            0,
            0);

    assertThat(new Guard(GuardSettings.USUAL).judge(tallies).removals()).isEqualTo(waits);
  }

  @Test
  void three_in_a_hundred_emptied_sections_are_not_too_many() {
    var tallies =
        new Tallies(
            Map.of(GuardedKind.SECTION, new Tally(1000, 0, 0, 0, 0, 0, 1000)),
            new StudentEnrollments(30, 30, 1),
            0,
            0);

    assertThat(new Guard(GuardSettings.USUAL).judge(tallies).removals()).isFalse();
  }

  @Test
  void a_share_of_a_hundred_percent_never_waits_but_a_school_always_does() {
    var open = new Guard(new GuardSettings(100, 100, 1, 1, 1, 1, 1, 1_000));
    var all = Map.of(GuardedKind.STUDENT, new Tally(100, 100, 0, 100, 100, 0, 0));

    assertThat(open.judge(new Tallies(all, new StudentEnrollments(9, 9, 0), 0, 0)).removals())
        .isFalse();
    assertThat(open.judge(new Tallies(all, new StudentEnrollments(9, 9, 0), 1, 0)).removals())
        .isTrue();
    assertThat(open.judge(new Tallies(all, new StudentEnrollments(9, 9, 0), 0, 1)).removals())
        .isTrue();
  }

  private static Verdict judge(GuardedKind subject, Tally tally) {
    return new Guard(GuardSettings.USUAL)
        .judge(new Tallies(Map.of(subject, tally), StudentEnrollments.NOTHING, 0, 0));
  }
}
