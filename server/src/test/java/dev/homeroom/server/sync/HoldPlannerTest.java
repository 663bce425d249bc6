package dev.homeroom.server.sync;

import static dev.homeroom.server.db.generated.Tables.DISTRICT_DECLARATIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.server.db.letter.ChangeDecision;
import dev.homeroom.server.record.PlanState;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sharing.DeclaredShare;
import dev.homeroom.server.sharing.SharingMessages;
import dev.homeroom.server.sync.SmallRoster.SmallSection;
import dev.homeroom.server.sync.SmallRoster.SmallUser;
import dev.homeroom.server.sync.StagedDistrict.Reading;
import dev.homeroom.server.sync.guard.Changes;
import dev.homeroom.server.sync.guard.GuardSettings;
import dev.homeroom.server.sync.stage.ListTrust;
import dev.homeroom.server.sync.stage.RunLease;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is decided on each part of each record, and what becomes of plans, on rows alone. */
final class HoldPlannerTest {
  private static final GuardSettings SETTINGS = new GuardSettings(10, 75, 3, 3, 3, 3, 6, 3);
  private static final AtomicInteger DISTRICTS = new AtomicInteger();

  /** Students 101 to 120, teachers 201 to 204; two sections with a teacher and two students. */
  private static final SmallRoster FIRST =
      new SmallRoster(
              Set.of(1),
              Map.of(
                  301, new SmallSection(Set.of(101, 102), Set.of(201)),
                  302, new SmallSection(Set.of(103, 104), Set.of(202))),
              SmallRoster.users(IntStream.rangeClosed(101, 120), "student"))
          .with(SmallRoster.users(IntStream.rangeClosed(201, 204), "teacher"));

  /** Three students are gone: one more than may go without a person. */
  private static final SmallRoster THREE_GONE = without(FIRST, 105, 106, 107);

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
  void a_roster_that_is_the_same_leaves_nothing_to_decide() {
    assertThat(run(FIRST)).isEmpty();
    assertThat(district.plans()).isEmpty();
  }

  @Test
  void few_removals_are_carried_out() {
    assertThat(run(unenrolled(without(FIRST, 105), 101)))
        .isEqualTo(
            decisions(
                ChangeDecision.CARRIED_OUT,
                "USER 105 record REMOVED",
                "SECTION 301 students 101 REMOVED"));
    assertThat(district.plans()).isEmpty();
    assertThat(live().users()).doesNotContainKey(105);
  }

  @Test
  void every_removal_of_a_run_waits_if_too_many_of_one_kind_would_go() {
    assertThat(run(unenrolled(without(THREE_GONE, 204), 101)))
        .isEqualTo(
            decisions(
                ChangeDecision.HELD,
                "USER 105 record REMOVED",
                "USER 106 record REMOVED",
                "USER 107 record REMOVED",
                "USER 204 record REMOVED",
                "SECTION 301 students 101 REMOVED"));
    assertThat(district.plans()).containsExactly("PENDING");
    assertThat(district.pending().getReason())
        .isEqualTo(
            "3 of 20 students would be removed within 24 hours. The plan also holds the removal of"
                + " 1 enrollments, 1 teachers.");
    assertThat(live()).isEqualTo(FIRST);
  }

  @Test
  void the_same_removals_stay_in_the_same_plan() {
    run(THREE_GONE);
    var plan = district.pending();

    assertThat(run(THREE_GONE)).isEqualTo(threeGone(ChangeDecision.HELD));
    assertThat(district.pending()).isEqualTo(plan);
  }

  @Test
  void other_removals_make_a_plan_that_takes_the_place_of_the_first() {
    run(THREE_GONE);
    run(without(THREE_GONE, 108));

    assertThat(district.plans()).containsExactly("SUPERSEDED", "PENDING");
  }

  @Test
  void a_plan_lapses_if_clever_shows_everything_again() {
    run(THREE_GONE);

    assertThat(run(FIRST)).isEmpty();
    assertThat(district.plans()).containsExactly("LAPSED");
  }

  @Test
  void what_was_rejected_stays_and_does_not_count_while_other_removals_go_on() {
    run(THREE_GONE);
    decide(PlanState.REJECTED, null);

    assertThat(run(without(THREE_GONE, 108)))
        .isEqualTo(
            together(
                threeGone(ChangeDecision.DECIDED),
                decisions(ChangeDecision.CARRIED_OUT, "USER 108 record REMOVED")));
    assertThat(district.plans()).containsExactly("REJECTED");
    assertThat(live()).isEqualTo(without(FIRST, 108));
  }

  @Test
  void a_rejection_ends_for_what_clever_shows_again() {
    run(THREE_GONE);
    decide(PlanState.REJECTED, null);
    run(FIRST);

    assertThat(run(THREE_GONE)).isEqualTo(threeGone(ChangeDecision.HELD));
    assertThat(district.plans()).containsExactly("REJECTED", "PENDING");
  }

  @Test
  void what_was_approved_is_carried_out_and_what_is_new_goes_through_the_guard() {
    run(THREE_GONE);
    decide(PlanState.APPROVED, null);

    assertThat(run(without(THREE_GONE, 111, 112, 113)))
        .isEqualTo(
            together(
                threeGone(ChangeDecision.CARRIED_OUT),
                decisions(
                    ChangeDecision.HELD,
                    "USER 111 record REMOVED",
                    "USER 112 record REMOVED",
                    "USER 113 record REMOVED")));
    assertThat(district.plans()).containsExactly("APPROVED carried out", "PENDING");
    assertThat(live()).isEqualTo(THREE_GONE);
  }

  @Test
  void what_was_approved_during_a_run_waits_for_the_next_one() {
    run(THREE_GONE);

    assertThat(run(THREE_GONE, Reading.PROVEN, lease -> decide(PlanState.APPROVED, lease.run())))
        .isEqualTo(threeGone(ChangeDecision.DECIDED));
    assertThat(district.plans()).containsExactly("APPROVED");

    assertThat(run(THREE_GONE)).isEqualTo(threeGone(ChangeDecision.CARRIED_OUT));
    assertThat(district.plans()).containsExactly("APPROVED carried out");
  }

  @Test
  void an_approval_that_is_too_old_lapses_and_the_guard_judges_again() {
    run(THREE_GONE);
    decide(PlanState.APPROVED, null);
    now = now.plus(Duration.ofHours(24));

    assertThat(run(THREE_GONE)).isEqualTo(threeGone(ChangeDecision.HELD));
    assertThat(district.plans()).containsExactly("LAPSED", "PENDING");
  }

  @Test
  void an_approval_that_is_too_old_holds_until_a_run_proves_everything() {
    run(THREE_GONE);
    decide(PlanState.APPROVED, null);
    now = now.plus(Duration.ofHours(24));

    assertThat(run(THREE_GONE, Reading.of(RosterType.SCHOOL, ListTrust.BLOCKED)))
        .isEqualTo(threeGone(ChangeDecision.DECIDED));
    assertThat(district.plans()).containsExactly("APPROVED");
  }

  @Test
  void what_an_unread_record_may_be_is_unproven_and_other_types_go_on() {
    assertThat(
            run(
                unenrolled(without(FIRST, 105), 101),
                Reading.of(RosterType.USER, ListTrust.BLOCKED)))
        .isEqualTo(
            together(
                decisions(ChangeDecision.UNPROVEN, "USER 105 record REMOVED"),
                decisions(ChangeDecision.CARRIED_OUT, "SECTION 301 students 101 REMOVED")));
    assertThat(live()).isEqualTo(unenrolled(FIRST, 101));
  }

  @Test
  void an_approval_that_names_something_unproven_waits_whole() {
    run(unenrolled(THREE_GONE, 101));
    decide(PlanState.APPROVED, null);

    assertThat(run(unenrolled(THREE_GONE, 101), Reading.of(RosterType.USER, ListTrust.BLOCKED)))
        .isEqualTo(
            together(
                threeGone(ChangeDecision.UNPROVEN),
                decisions(ChangeDecision.DECIDED, "SECTION 301 students 101 REMOVED")));
    assertThat(district.plans()).containsExactly("APPROVED");
    assertThat(live()).isEqualTo(FIRST);

    assertThat(run(unenrolled(THREE_GONE, 101)))
        .isEqualTo(
            together(
                threeGone(ChangeDecision.CARRIED_OUT),
                decisions(ChangeDecision.CARRIED_OUT, "SECTION 301 students 101 REMOVED")));
    assertThat(district.plans()).containsExactly("APPROVED carried out");
  }

  @Test
  void a_run_that_does_not_prove_everything_leaves_the_pending_plan_and_removes_nothing() {
    run(THREE_GONE);
    var plan = district.pending();

    assertThat(
            run(
                unenrolled(without(THREE_GONE, 108), 101),
                Reading.of(RosterType.USER, ListTrust.BLOCKED)))
        .isEqualTo(
            together(
                threeGone(ChangeDecision.HELD),
                decisions(
                    ChangeDecision.UNPROVEN,
                    "USER 108 record REMOVED",
                    "SECTION 301 students 101 REMOVED")));
    assertThat(district.pending()).isEqualTo(plan);
    assertThat(live()).isEqualTo(FIRST);
  }

  @Test
  void a_list_that_clevers_counts_contradict_too_much_removes_nothing_and_carries_out_nothing() {
    int many = (int) Changes.MOST_DOUBTS + 1;
    var more = SmallRoster.users(IntStream.range(1000, 1000 + many), "staff");
    run(THREE_GONE);
    run(THREE_GONE.with(more));
    decide(PlanState.APPROVED, null);

    var decided = run(THREE_GONE, Reading.of(RosterType.USER, ListTrust.DOUBTFUL));

    assertThat(decided).hasSize(many + 3).containsAllEntriesOf(threeGone(ChangeDecision.DECIDED));
    decided.keySet().removeAll(threeGone(ChangeDecision.DECIDED).keySet());
    assertThat(decided.values()).containsOnly(ChangeDecision.UNPROVEN);
    assertThat(district.plans()).containsExactly("APPROVED");
  }

  @Test
  void what_nothing_names_is_unproven_while_not_every_section_is_known() {
    declare(new DeclaredShare.Sections(ids(301), false, DeclaredShare.OnUndeclared.EXCLUDE));

    var decided = run(FIRST, Reading.of(RosterType.SECTION, ListTrust.DOUBTFUL));

    assertThat(decided)
        .containsEntry("USER 103 record REMOVED", ChangeDecision.UNPROVEN)
        .containsEntry("USER 120 record REMOVED", ChangeDecision.UNPROVEN)
        .as("what is unproven counts for the guard, too")
        .containsEntry("SECTION 302 record REMOVED", ChangeDecision.HELD)
        .doesNotContainKey("USER 101 record REMOVED");
  }

  @Test
  void a_reading_of_some_records_removes_what_it_proves_if_no_plan_waits() {
    assertThat(run(section(FIRST, 301, 102), Reading.some()))
        .isEqualTo(decisions(ChangeDecision.CARRIED_OUT, "SECTION 301 students 101 REMOVED"));
  }

  @Test
  void a_reading_of_some_records_removes_nothing_while_a_plan_waits() {
    run(THREE_GONE);
    var plan = district.pending();

    assertThat(run(section(FIRST, 301, 102), Reading.some()))
        .isEqualTo(decisions(ChangeDecision.UNPROVEN, "SECTION 301 students 101 REMOVED"));
    assertThat(district.pending()).isEqualTo(plan);
  }

  @Test
  void a_reading_of_some_records_leaves_an_approval_to_a_full_run() {
    run(unenrolled(THREE_GONE, 101));
    decide(PlanState.APPROVED, null);

    assertThat(run(section(FIRST, 301, 102), Reading.some()))
        .isEqualTo(decisions(ChangeDecision.DECIDED, "SECTION 301 students 101 REMOVED"));
    assertThat(district.plans()).containsExactly("APPROVED");
  }

  @Test
  void changes_of_most_of_a_kind_wait_and_stay_as_decided() {
    var renamed = renamed(FIRST, IntStream.rangeClosed(101, 116));
    var held =
        IntStream.rangeClosed(101, 116)
            .mapToObj(user -> "USER " + user + " values CHANGED")
            .toArray(String[]::new);
    assertThat(run(renamed)).isEqualTo(decisions(ChangeDecision.HELD, held));
    assertThat(live()).isEqualTo(FIRST);

    decide(PlanState.REJECTED, null);
    var more = renamed(FIRST, IntStream.rangeClosed(101, 117));
    assertThat(run(more)).isEqualTo(decisions(ChangeDecision.DECIDED, held));
    assertThat(live()).isEqualTo(renamed(FIRST, IntStream.of(117)));

    approveRejected();
    assertThat(run(more)).as("nothing of it counts any more").isEmpty();
    assertThat(district.plans()).containsExactly("APPROVED carried out");
    assertThat(live()).isEqualTo(more);
  }

  @Test
  void additions_wait_with_as_many_removals_and_stay_out_as_decided() {
    var exchanged = THREE_GONE.with(SmallRoster.users(IntStream.rangeClosed(131, 133), "student"));
    var additions =
        new String[] {"USER 131 record ADDED", "USER 132 record ADDED", "USER 133 record ADDED"};
    assertThat(run(exchanged))
        .isEqualTo(
            together(threeGone(ChangeDecision.HELD), decisions(ChangeDecision.HELD, additions)));
    assertThat(live()).isEqualTo(FIRST);

    decide(PlanState.REJECTED, null);
    assertThat(run(exchanged))
        .isEqualTo(
            together(
                threeGone(ChangeDecision.DECIDED), decisions(ChangeDecision.DECIDED, additions)));
    assertThat(live()).isEqualTo(FIRST);

    approveRejected();
    var others = SmallRoster.users(IntStream.rangeClosed(141, 143), "student");
    assertThat(run(without(exchanged, 108, 109, 110).with(others)))
        .isEqualTo(
            together(
                together(
                    threeGone(ChangeDecision.CARRIED_OUT),
                    decisions(ChangeDecision.CARRIED_OUT, additions)),
                decisions(
                    ChangeDecision.HELD,
                    "USER 108 record REMOVED",
                    "USER 109 record REMOVED",
                    "USER 110 record REMOVED",
                    "USER 141 record ADDED",
                    "USER 142 record ADDED",
                    "USER 143 record ADDED")));
    assertThat(district.plans()).containsExactly("APPROVED carried out", "PENDING");
    assertThat(live()).isEqualTo(exchanged);
  }

  @Test
  void the_reason_tells_what_had_joined_within_the_window() {
    var joined = SmallRoster.users(IntStream.rangeClosed(131, 140), "student");
    run(FIRST.with(joined));

    run(without(FIRST.with(joined), 105, 106, 131, 132));

    assertThat(district.pending().getReason())
        .isEqualTo(
            "4 of 30 students would be removed within 24 hours. 2 of these had joined within that"
                + " time.");
  }

  private Map<String, ChangeDecision> run(SmallRoster word) {
    return run(word, Reading.PROVEN);
  }

  private Map<String, ChangeDecision> run(SmallRoster word, Reading how) {
    return run(word, how, _ -> {});
  }

  /** Runs, and returns the decision on each part; an hour passes. */
  private Map<String, ChangeDecision> run(
      SmallRoster word, Reading how, Consumer<RunLease> before) {
    var decided = district.decided(word, now, how, before);
    now = now.plus(Duration.ofHours(1));
    return decided;
  }

  private static Map<String, ChangeDecision> decisions(ChangeDecision decision, String... parts) {
    return Stream.of(parts).collect(Collectors.toMap(part -> part, _ -> decision));
  }

  private static Map<String, ChangeDecision> threeGone(ChangeDecision decision) {
    return decisions(
        decision, "USER 105 record REMOVED", "USER 106 record REMOVED", "USER 107 record REMOVED");
  }

  private static Map<String, ChangeDecision> together(
      Map<String, ChangeDecision> some, Map<String, ChangeDecision> others) {
    var all = new TreeMap<>(some);
    all.putAll(others);
    return all;
  }

  private void decide(PlanState decision, @Nullable UUID waitsFor) {
    district.decide(PlanState.PENDING, decision, waitsFor, now);
  }

  private void approveRejected() {
    district.decide(PlanState.REJECTED, PlanState.APPROVED, null, now);
  }

  private void declare(DeclaredShare share) {
    database
        .dsl()
        .update(DISTRICT_DECLARATIONS)
        .set(DISTRICT_DECLARATIONS.SHARING_TYPE, share.type())
        .set(DISTRICT_DECLARATIONS.SHARING, SharingMessages.json(share))
        .where(DISTRICT_DECLARATIONS.DISTRICT.eq(district.number()))
        .execute();
  }

  private SmallRoster live() {
    return SmallRoster.live(database.dsl(), district.number());
  }

  private static SortedSet<CleverId> ids(int number) {
    return new TreeSet<>(Set.of(CleverId.of("5f3c2a9e8b1d%012x".formatted(number))));
  }

  private static SmallRoster without(SmallRoster of, Integer... gone) {
    var users = new TreeMap<>(of.users());
    users.keySet().removeAll(Set.of(gone));
    return new SmallRoster(of.schools(), of.sections(), users);
  }

  private static SmallRoster renamed(SmallRoster of, IntStream who) {
    var users = new TreeMap<>(of.users());
    who.forEach(id ->
        users.computeIfPresent(
            id, (_, user) -> new SmallUser(user.roles(), user.school(), "Nova " + id)));
    return new SmallRoster(of.schools(), of.sections(), users);
  }

  private static SmallRoster unenrolled(SmallRoster of, int student) {
    var sections = new TreeMap<>(of.sections());
    sections.replaceAll((_, section) ->
        new SmallSection(
            section.students().stream().filter(id -> id != student).collect(Collectors.toSet()),
            section.teachers()));
    return new SmallRoster(of.schools(), sections, of.users());
  }

  /** One section alone, with these students. */
  private static SmallRoster section(SmallRoster of, int id, Integer... students) {
    var teachers = of.sections().getOrDefault(id, new SmallSection(Set.of(), Set.of())).teachers();
    return new SmallRoster(
        Set.of(), Map.of(id, new SmallSection(Set.of(students), teachers)), Map.of());
  }
}
