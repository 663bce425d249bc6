package dev.homeroom.server.sync.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.db.generated.tables.records.PlansRecord;
import dev.homeroom.server.record.PlanState;
import dev.homeroom.server.sync.guard.PlanStanding.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run may do about the plans that it finds. */
final class PlanStandingTest {
  private static final Instant NOW = Instant.parse("2026-03-02T06:00:00Z");
  private static final UUID RUN = new UUID(0, 7);

  @ParameterizedTest
  @CsvSource({
    "true, true, true, PT23H59M59S, false, due",
    "true, true, false, PT0S, false, due",
    "true, true, true, PT24H, false, lapsed",
    "true, true, false, PT24H, false, waiting",
    "true, true, true, PT1H, true, waiting",
    "true, true, true, PT24H, true, lapsed",
    "true, false, false, PT1H, false, waiting",
    "false, true, false, PT1H, false, waiting",
    "false, true, false, PT48H, false, waiting"
  })
  void an_approval_is_due_waits_or_lapses(
      boolean removes,
      boolean whole,
      boolean settles,
      Duration age,
      boolean duringThisRun,
      String expected) {
    var plan = approved(1, age, duringThisRun ? RUN : new UUID(0, 8));

    var standing =
        PlanStanding.of(
            Optional.empty(), List.of(plan), new Evidence(removes, whole, settles), RUN, NOW);

    assertThat(standing.due()).isEqualTo(expected.equals("due") ? List.of(plan) : List.of());
    assertThat(standing.waiting())
        .isEqualTo(expected.equals("waiting") ? List.of(plan) : List.of());
    assertThat(standing.lapsed()).isEqualTo(expected.equals("lapsed") ? List.of(plan) : List.of());
    assertThat(standing.decided()).isEqualTo(expected.equals("lapsed") ? List.of() : List.of(plan));
  }

  @ParameterizedTest
  @CsvSource({
    "true, true, true, true",
    "true, true, false, true",
    "true, false, true, false",
    "true, false, false, true",
    "false, false, true, false",
    "false, false, false, false"
  })
  void a_run_may_plan_if_it_settles_everything_or_if_no_plan_waits(
      boolean removes, boolean settles, boolean waits, boolean mayPlan) {
    var pending = waits ? Optional.of(new PlansRecord()) : Optional.<PlansRecord>empty();

    assertThat(
            PlanStanding.of(pending, List.of(), new Evidence(removes, true, settles), RUN, NOW)
                .mayPlan())
        .isEqualTo(mayPlan);
  }

  @Test
  void an_approval_that_is_postponed_waits_and_still_counts_as_decided() {
    var first = approved(1, Duration.ZERO, null);
    var second = approved(2, Duration.ZERO, null);
    var standing =
        PlanStanding.of(
            Optional.empty(), List.of(first, second), new Evidence(true, true, true), RUN, NOW);

    var postponed = standing.postponing(Set.of(first.getPlan()));

    assertThat(postponed.due()).containsExactly(second);
    assertThat(postponed.waiting()).containsExactly(first);
    assertThat(postponed.decided()).containsExactlyInAnyOrder(first, second);
  }

  private static PlansRecord approved(long number, Duration age, @Nullable UUID waitsFor) {
    var plan = new PlansRecord();
    plan.setPlan(new UUID(1, number));
    plan.setState(PlanState.APPROVED.name());
    plan.setDecidedAt(NOW.minus(age).atOffset(ZoneOffset.UTC));
    plan.setWaitsFor(waitsFor);
    return plan;
  }
}
