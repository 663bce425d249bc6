package dev.homeroom.server.sync;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.server.db.letter.ChangeDecision;
import dev.homeroom.server.record.PlanState;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.SmallRoster.SmallUser;
import dev.homeroom.server.sync.StagedDistrict.Reading;
import dev.homeroom.server.sync.guard.GuardSettings;
import dev.homeroom.server.sync.stage.ListTrust;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is decided on fields that become empty on many records at once, on rows alone. */
final class EmptiedFieldsTest {
  private static final GuardSettings SETTINGS = new GuardSettings(10, 75, 3, 3, 3, 3, 6, 3);
  private static final AtomicInteger DISTRICTS = new AtomicInteger();

  /** Students 101 to 120 and teachers 201 to 204, each with a first name and a school. */
  private static final SmallRoster FIRST =
      new SmallRoster(
              Set.of(1), Map.of(), SmallRoster.users(IntStream.rangeClosed(101, 120), "student"))
          .with(SmallRoster.users(IntStream.rangeClosed(201, 204), "teacher"));

  @SuppressWarnings("NullAway.Init")
  private static Database database;

  private final StagedDistrict district =
      StagedDistrict.declare(database, DISTRICTS.incrementAndGet(), SETTINGS);
  private Instant now = Instant.parse("2026-03-02T06:00:00Z");

  @BeforeAll
  static void open() {
    database = TestPostgres.open();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  /** The first roster is two days old, so that nothing of it has joined within the window. */
  @BeforeEach
  void first() {
    district.run(FIRST, now);
    now = now.plus(Duration.ofDays(2));
  }

  @Test
  void a_tenth_of_the_records_may_lose_a_value_as_any_other_change() {
    assertThat(run(nameless(FIRST, 105, 106))).isEmpty();

    assertThat(district.plans()).isEmpty();
    assertThat(live()).isEqualTo(nameless(FIRST, 105, 106));
  }

  @Test
  void above_a_tenth_the_values_stay_and_other_changes_are_carried_out() {
    var word = renamed(nameless(FIRST, 105, 106, 107), 108);

    assertThat(run(word)).isEqualTo(names(ChangeDecision.HELD, 105, 106, 107));

    assertThat(district.pending().getReason())
        .isEqualTo("3 of 20 students would lose the value of a field within 24 hours.");
    assertThat(live()).isEqualTo(renamed(FIRST, 108));
  }

  @Test
  void a_few_records_of_a_small_kind_lose_the_value_as_a_removal_that_is_carried_out() {
    var word = nameless(FIRST, 201, 202);

    assertThat(run(word)).isEqualTo(names(ChangeDecision.CARRIED_OUT, 201, 202));

    assertThat(district.plans()).isEmpty();
    assertThat(live()).isEqualTo(word);
  }

  @Test
  void emptied_values_of_a_small_kind_wait_with_the_removals_of_another() {
    assertThat(run(nameless(FIRST, 105, 106, 107, 201)))
        .isEqualTo(names(ChangeDecision.HELD, 105, 106, 107, 201));
    assertThat(live()).isEqualTo(FIRST);
  }

  @Test
  void values_that_become_empty_one_by_one_add_up_within_24_hours() {
    assertThat(run(nameless(FIRST, 105, 106))).isEmpty();

    assertThat(run(nameless(FIRST, 105, 106, 107))).isEqualTo(names(ChangeDecision.HELD, 107));

    assertThat(district.pending().getReason())
        .isEqualTo("3 of 20 students would lose the value of a field within 24 hours.");
    assertThat(live()).isEqualTo(nameless(FIRST, 105, 106));
  }

  @Test
  void values_that_became_empty_before_the_window_do_not_count() {
    run(nameless(FIRST, 105, 106));
    now = now.plus(Duration.ofHours(23));

    assertThat(run(nameless(FIRST, 105, 106, 107))).isEmpty();
    assertThat(live()).isEqualTo(nameless(FIRST, 105, 106, 107));
  }

  @Test
  void records_that_joined_within_the_window_are_measured_with_the_others() {
    var more = FIRST.with(SmallRoster.users(IntStream.rangeClosed(131, 140), "student"));
    run(more);

    assertThat(run(nameless(more, 105, 106, 131))).as("3 of 30").isEmpty();
    assertThat(run(nameless(more, 105, 106, 131, 132))).isEqualTo(names(ChangeDecision.HELD, 132));
  }

  @Test
  void a_record_that_goes_does_not_count_as_emptied() {
    assertThat(run(without(nameless(FIRST, 105, 106), 107)))
        .isEqualTo(Map.of("USER 107 record REMOVED", ChangeDecision.CARRIED_OUT));
  }

  @Test
  void a_value_that_comes_back_leaves_the_plan() {
    run(nameless(FIRST, 105, 106, 107));

    assertThat(run(FIRST)).isEmpty();
    assertThat(district.plans()).containsExactly("LAPSED");
  }

  @Test
  void a_school_and_the_memberships_that_go_with_it_wait_together() {
    var word = changed(FIRST, user -> new SmallUser(user.roles(), 0, user.name()), 105, 106, 107);

    var held = new HashMap<String, ChangeDecision>();
    for (int id = 105; id <= 107; id++) {
      held.put("USER " + id + " student_school REMOVED", ChangeDecision.HELD);
      held.put("USER " + id + " student_schools 1 REMOVED", ChangeDecision.HELD);
    }
    assertThat(run(word)).isEqualTo(held);
    assertThat(live()).isEqualTo(FIRST);
  }

  @Test
  void what_was_approved_is_carried_out() {
    var word = nameless(FIRST, 105, 106, 107);
    run(word);
    district.decide(PlanState.PENDING, PlanState.APPROVED, null, now);

    assertThat(run(word)).isEqualTo(names(ChangeDecision.CARRIED_OUT, 105, 106, 107));
    assertThat(district.plans()).containsExactly("APPROVED carried out");
    assertThat(live()).isEqualTo(word);
  }

  @Test
  void what_was_rejected_stays_however_few_records_are_left() {
    run(nameless(FIRST, 105, 106, 107));
    district.decide(PlanState.PENDING, PlanState.REJECTED, null, now);

    assertThat(run(nameless(FIRST, 105, 106, 107)))
        .isEqualTo(names(ChangeDecision.DECIDED, 105, 106, 107));
    assertThat(run(nameless(FIRST, 105))).isEqualTo(names(ChangeDecision.DECIDED, 105));
    assertThat(district.plans()).containsExactly("REJECTED");
    assertThat(live()).isEqualTo(FIRST);
  }

  @Test
  void what_was_rejected_does_not_count_with_what_becomes_empty_later() {
    run(nameless(FIRST, 105, 106, 107));
    district.decide(PlanState.PENDING, PlanState.REJECTED, null, now);

    assertThat(run(nameless(FIRST, 105, 106, 107, 108, 109)))
        .isEqualTo(names(ChangeDecision.DECIDED, 105, 106, 107));
    assertThat(live()).isEqualTo(nameless(FIRST, 108, 109));
  }

  @Test
  void values_that_an_unread_record_may_have_are_unproven() {
    assertThat(run(nameless(FIRST, 201, 202), Reading.of(RosterType.USER, ListTrust.BLOCKED)))
        .isEqualTo(names(ChangeDecision.UNPROVEN, 201, 202));
    assertThat(live()).isEqualTo(FIRST);
  }

  private Map<String, ChangeDecision> run(SmallRoster word) {
    return run(word, Reading.PROVEN);
  }

  /** Runs, and returns the decision on each part; an hour passes. */
  private Map<String, ChangeDecision> run(SmallRoster word, Reading how) {
    var decided = district.decided(word, now, how, _ -> {});
    now = now.plus(Duration.ofHours(1));
    return decided;
  }

  private SmallRoster live() {
    return SmallRoster.live(database.dsl(), district.number());
  }

  /** The same decision on the first names of these users. */
  private static Map<String, ChangeDecision> names(ChangeDecision decision, int... users) {
    return IntStream.of(users)
        .boxed()
        .collect(Collectors.toMap(id -> "USER " + id + " first_name REMOVED", _ -> decision));
  }

  private static SmallRoster nameless(SmallRoster of, int... users) {
    return changed(of, user -> new SmallUser(user.roles(), user.school(), ""), users);
  }

  private static SmallRoster renamed(SmallRoster of, int... users) {
    return changed(of, user -> new SmallUser(user.roles(), user.school(), "Nova"), users);
  }

  private static SmallRoster changed(
      SmallRoster of, UnaryOperator<SmallUser> change, int... users) {
    var changed = new HashMap<Integer, SmallUser>();
    IntStream.of(users)
        .forEach(id ->
            changed.computeIfAbsent(id, _ -> change.apply(requireNonNull(of.users().get(id)))));
    return of.with(changed);
  }

  private static SmallRoster without(SmallRoster of, int user) {
    var users = new HashMap<>(of.users());
    users.remove(user);
    return new SmallRoster(of.schools(), of.sections(), users);
  }
}
