package dev.homeroom.server.sync.guard;

import static dev.homeroom.server.record.RosterType.SCHOOL;
import static dev.homeroom.server.record.RosterType.SECTION;
import static dev.homeroom.server.record.RosterType.USER;
import static dev.homeroom.server.sync.guard.WindowRows.BEFORE;
import static dev.homeroom.server.sync.guard.WindowRows.id;
import static dev.homeroom.server.sync.guard.WindowRows.ids;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.server.db.letter.ChangeDecision;
import dev.homeroom.server.db.letter.ChangeOp;
import dev.homeroom.server.record.ChangePart;
import dev.homeroom.server.record.PlanState;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.guard.GuardCountSql.RunMoves;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one run alone adds and leaves, on rows alone. */
final class RunMovesTest {
  private static final int ONE = 101;
  private static final int SCHOOL_ONE = 1;

  @SuppressWarnings("NullAway.Init")
  private static Database database;

  private final WindowRows rows = new WindowRows(database.dsl());

  @BeforeAll
  static void open() {
    database = TestPostgres.open();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @ParameterizedTest
  @EnumSource
  void additions_and_removals_make_the_net_effect(RosterType type) {
    rows.added(type, ONE, counted(type));
    rows.added(type, ONE + 1, counted(type));
    rows.added(type, ONE + 2, counted(type));
    rows.live(type, ONE + 3, BEFORE, counted(type));
    rows.removed(type, ONE + 3);
    rows.live(type, ONE + 4, BEFORE, counted(type));
    rows.changed(type, ONE + 4, counted(type));

    assertThat(moves(type)).isEqualTo(new RunMoves(3, 2));
  }

  @ParameterizedTest
  @EnumSource
  void a_rejected_addition_neither_counts_nor_comes(RosterType type) {
    rows.added(type, ONE, counted(type));
    addition(PlanState.REJECTED, type);

    assertThat(moves(type)).isEqualTo(new RunMoves(0, 0));
    rows.returned();
    assertThat(moves(type)).isEqualTo(new RunMoves(1, 1));
  }

  @ParameterizedTest
  @EnumSource
  void an_approved_addition_comes_without_counting(RosterType type) {
    rows.added(type, ONE, counted(type));
    var plan = addition(PlanState.APPROVED, type);

    assertThat(moves(type, plan)).isEqualTo(new RunMoves(0, 1));
    assertThat(moves(type)).isEqualTo(new RunMoves(1, 1));
  }

  @Test
  void a_role_comes_and_goes_by_itself() {
    rows.live(USER, ONE, BEFORE, Map.of("student", true, "teacher", true));
    rows.changed(USER, ONE, Map.of("student", true, "staff", true));

    var moves = rows.counts().moves(database.dsl(), USER);

    assertThat(moves)
        .containsEntry(ChangePart.of("student"), new RunMoves(0, 0))
        .containsEntry(ChangePart.of("teacher"), new RunMoves(0, -1))
        .containsEntry(ChangePart.of("staff"), new RunMoves(1, 1));
  }

  @Test
  void enrollments_are_added_in_both_lists_and_the_net_effect_is_that_of_students() {
    rows.live(SECTION, ONE, BEFORE, section(ids(1, 2, 3), ids(9)));
    rows.changed(SECTION, ONE, section(ids(3, 4), ids(8)));
    rows.added(SECTION, ONE + 1, section(ids(1), ids(8)));
    rows.live(SECTION, ONE + 2, BEFORE, section(ids(1, 2), ids(9)));
    rows.removed(SECTION, ONE + 2);

    assertThat(rows.counts().enrollmentMoves(database.dsl())).isEqualTo(new RunMoves(4, -2));
  }

  @Test
  void the_enrollments_of_a_rejected_section_do_not_come() {
    rows.added(SECTION, ONE, section(ids(1, 2), ids(9)));
    addition(PlanState.REJECTED, SECTION);

    assertThat(rows.counts().enrollmentMoves(database.dsl())).isEqualTo(new RunMoves(0, 0));
  }

  @Test
  void the_enrollments_of_an_approved_section_come_without_counting() {
    rows.added(SECTION, ONE, section(ids(1, 2), ids(9)));
    var plan = addition(PlanState.APPROVED, SECTION);

    assertThat(rows.counts(plan).enrollmentMoves(database.dsl())).isEqualTo(new RunMoves(0, 2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"student", "teacher"})
  void a_school_that_loses_the_last_of_a_role_is_abandoned(String role) {
    member(ONE, role);
    rows.part(USER, ONE, ChangeDecision.OPEN);

    assertThat(abandoned()).isZero();
    rows.live(SCHOOL, SCHOOL_ONE, BEFORE, Map.of());
    assertThat(abandoned()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"student", "teacher"})
  void a_school_whose_last_member_loses_the_role_or_the_membership_is_abandoned(String role) {
    rows.live(SCHOOL, SCHOOL_ONE, BEFORE, Map.of());
    rows.live(SCHOOL, SCHOOL_ONE + 1, BEFORE, Map.of());
    member(ONE, role);
    rows.part(USER, ONE, role, new byte[0], ChangeDecision.OPEN);
    rows.live(USER, ONE + 1, BEFORE, Map.of(role, true, role + "_schools", ids(SCHOOL_ONE + 1)));
    rows.part(USER, ONE + 1, role + "_schools", id(SCHOOL_ONE + 1), ChangeDecision.OPEN);

    assertThat(abandoned()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"OPEN, 1", "CARRIED_OUT, 1", "HELD, 0", "DECIDED, 0", "UNPROVEN, 0"})
  void a_member_whose_removal_stays_back_keeps_the_school(ChangeDecision decision, long expected) {
    rows.live(SCHOOL, SCHOOL_ONE, BEFORE, Map.of());
    member(ONE, "student");
    rows.part(USER, ONE, ChangeDecision.OPEN);
    member(ONE + 1, "student");
    rows.part(USER, ONE + 1, decision);

    assertThat(abandoned()).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OPEN")
  void only_removals_that_are_not_decided_abandon_a_school(ChangeDecision decision) {
    rows.live(SCHOOL, SCHOOL_ONE, BEFORE, Map.of());
    member(ONE, "student");
    rows.part(USER, ONE, decision);

    assertThat(abandoned()).isZero();
  }

  @Test
  void somebody_who_stays_or_comes_keeps_the_school() {
    rows.live(SCHOOL, SCHOOL_ONE, BEFORE, Map.of());
    rows.live(SCHOOL, SCHOOL_ONE + 1, BEFORE, Map.of());
    member(ONE, "student");
    rows.part(USER, ONE, ChangeDecision.OPEN);
    member(ONE + 1, "student");
    rows.live(USER, ONE + 2, BEFORE, Map.of("teacher", true, "teacher_school", id(SCHOOL_ONE + 1)));
    rows.part(USER, ONE + 2, ChangeDecision.OPEN);
    rows.added(USER, ONE + 3, Map.of("teacher", true, "teacher_schools", ids(SCHOOL_ONE + 1)));

    assertThat(abandoned()).isZero();
  }

  @Test
  void somebody_of_another_role_does_not_keep_the_school() {
    rows.live(SCHOOL, SCHOOL_ONE, BEFORE, Map.of());
    member(ONE, "student");
    rows.part(USER, ONE, ChangeDecision.OPEN);
    member(ONE + 1, "teacher");

    assertThat(abandoned()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"OPEN, 0", "CARRIED_OUT, 0", "HELD, 1", "DECIDED, 1", "UNPROVEN, 1"})
  void a_school_that_goes_itself_does_not_count(ChangeDecision decision, long expected) {
    rows.live(SCHOOL, SCHOOL_ONE, BEFORE, Map.of());
    rows.part(SCHOOL, SCHOOL_ONE, decision);
    member(ONE, "student");
    rows.part(USER, ONE, ChangeDecision.OPEN);

    assertThat(abandoned()).isEqualTo(expected);
  }

  private void member(int user, String role) {
    rows.live(USER, user, BEFORE, Map.of(role, true, role + "_school", id(SCHOOL_ONE)));
  }

  private long abandoned() {
    return rows.counts().abandonedSchools(database.dsl());
  }

  private UUID addition(PlanState state, RosterType type) {
    var plan = rows.plan(state);
    rows.names(plan, type, ONE, "record", new byte[0], ChangeOp.ADDED);
    return plan;
  }

  private RunMoves moves(RosterType type, UUID... approved) {
    var part = type == USER ? ChangePart.of("student") : ChangePart.RECORD;
    return requireNonNull(rows.counts(approved).moves(database.dsl(), type).get(part));
  }

  private static Map<String, Object> counted(RosterType type) {
    return type == USER ? Map.of("student", true) : Map.of();
  }

  private static Map<String, ?> section(byte[][] students, byte[][] teachers) {
    return Map.of("students", students, "teachers", teachers);
  }
}
