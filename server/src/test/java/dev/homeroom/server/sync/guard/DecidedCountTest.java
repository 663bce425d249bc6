package dev.homeroom.server.sync.guard;

import static dev.homeroom.server.record.RosterType.SECTION;
import static dev.homeroom.server.record.RosterType.USER;
import static dev.homeroom.server.sync.guard.WindowRows.BEFORE;
import static dev.homeroom.server.sync.guard.WindowRows.EARLY;
import static dev.homeroom.server.sync.guard.WindowRows.LATE;
import static dev.homeroom.server.sync.guard.WindowRows.id;
import static dev.homeroom.server.sync.guard.WindowRows.ids;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.server.db.letter.ChangeOp;
import dev.homeroom.server.record.ChangePart;
import dev.homeroom.server.record.PlanState;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.guard.GuardCountSql.RoleCounts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Which decisions of people keep a removal from counting, on rows alone, table by table. */
final class DecidedCountTest {
  private static final int ONE = 101;
  private static final Map<String, Object> STUDENT_AND_TEACHER =
      Map.of("student", true, "teacher", true);

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
  @EnumSource(mode = Mode.EXCLUDE, names = "REJECTED")
  void a_removal_counts_unless_its_plan_was_rejected(PlanState state) {
    var plan = rows.plan(state);
    for (var type : RosterType.values()) {
      removal(type, plan);
      assertThat(gone(type)).as(type.name()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_rejected_removal_does_not_count_until_clever_has_shown_the_record_again(RosterType type) {
    removal(type, PlanState.REJECTED);

    assertThat(gone(type)).isZero();
    rows.returned();
    assertThat(gone(type)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void an_approved_removal_does_not_count_for_the_run_that_carries_it_out(RosterType type) {
    var plan = removal(type, PlanState.APPROVED);

    assertThat(gone(type, plan)).isZero();
    assertThat(gone(type)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void a_decision_on_another_record_or_another_type_changes_nothing(RosterType type) {
    var plan = removal(type, PlanState.REJECTED);
    rows.live(type, ONE + 1, BEFORE, counted(type));
    rows.removed(type, ONE + 1);
    var other = type == USER ? SECTION : USER;
    rows.names(plan, other, ONE + 1, "record");

    assertThat(gone(type)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void a_rejected_addition_does_not_hide_a_removal(RosterType type) {
    rows.live(type, ONE, BEFORE, counted(type));
    rows.removed(type, ONE);
    rows.names(rows.plan(PlanState.REJECTED), type, ONE, "record", new byte[0], ChangeOp.ADDED);

    assertThat(gone(type)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void what_was_carried_out_within_the_window_does_not_count(RosterType type) {
    rows.archived(type, ONE, BEFORE, EARLY, counted(type));
    rows.archived(type, ONE + 1, BEFORE, EARLY, counted(type));
    rows.names(rows.carriedOut(EARLY), type, ONE, "record");

    assertThat(gone(type)).as("one of two was approved").isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void what_was_carried_out_and_came_back_counts_when_it_goes_again(RosterType type) {
    rows.archived(type, ONE, BEFORE, EARLY, counted(type));
    rows.names(rows.carriedOut(EARLY), type, ONE, "record");
    rows.live(type, ONE, LATE, counted(type));
    assertThat(gone(type)).isZero();

    rows.removed(type, ONE);

    assertThat(gone(type)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void rejected_values_do_not_count_as_changed(RosterType type) {
    var values = new HashMap<>(counted(type));
    values.put(type == USER ? "last_name" : "name", "Quill");
    rows.live(type, ONE, BEFORE, values);
    values.put(type == USER ? "last_name" : "name", "Nova");
    rows.changed(type, ONE, values);
    assertThat(count(type).changed()).isEqualTo(1);

    rows.names(rows.plan(PlanState.REJECTED), type, ONE, "values", new byte[0], ChangeOp.CHANGED);

    assertThat(count(type).changed()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void a_rejected_field_does_not_count_as_emptied_and_another_field_does(RosterType type) {
    var columns = type == USER ? List.of("first_name", "email") : type.valueColumns();
    var values = new HashMap<>(counted(type));
    columns.forEach(column -> values.put(column, WindowRows.value(type.column(column), 1)));
    rows.live(type, ONE, BEFORE, values);
    rows.changed(type, ONE, counted(type));

    rows.names(rows.plan(PlanState.REJECTED), type, ONE, columns.getFirst());

    var emptied = count(type).emptied();
    assertThat(emptied.get(columns.getFirst())).isZero();
    assertThat(emptied.get(columns.getLast())).isEqualTo(1);
  }

  @Test
  void a_rejected_role_does_not_count_and_the_users_other_roles_do() {
    rows.live(USER, ONE, BEFORE, STUDENT_AND_TEACHER);
    rows.changed(USER, ONE, Map.of("contact", true));
    rows.names(rows.plan(PlanState.REJECTED), USER, ONE, "teacher");

    assertThat(role("teacher").gone()).isZero();
    assertThat(role("student").gone()).isEqualTo(1);
  }

  @Test
  void a_decision_on_a_role_does_not_apply_to_the_whole_user() {
    rows.live(USER, ONE, BEFORE, STUDENT_AND_TEACHER);
    rows.removed(USER, ONE);
    rows.names(rows.plan(PlanState.REJECTED), USER, ONE, "teacher");

    assertThat(role("teacher").gone()).isEqualTo(1);
  }

  @Test
  void a_decision_on_the_whole_user_does_not_apply_to_one_who_stays_with_fewer_roles() {
    rows.live(USER, ONE, BEFORE, STUDENT_AND_TEACHER);
    rows.changed(USER, ONE, Map.of("student", true));
    rows.names(rows.plan(PlanState.REJECTED), USER, ONE, "record");

    assertThat(role("teacher").gone()).isEqualTo(1);
  }

  @Test
  void what_was_approved_as_a_whole_counts_if_only_a_role_went() {
    rows.former(USER, ONE, BEFORE, EARLY, STUDENT_AND_TEACHER);
    rows.live(USER, ONE, EARLY, Map.of("student", true));
    rows.names(rows.carriedOut(EARLY), USER, ONE, "record");

    assertThat(role("teacher").gone()).isEqualTo(1);
  }

  @Test
  void a_role_that_was_approved_and_carried_out_does_not_count() {
    rows.former(USER, ONE, BEFORE, EARLY, STUDENT_AND_TEACHER);
    rows.live(USER, ONE, EARLY, Map.of("student", true));
    rows.names(rows.carriedOut(EARLY), USER, ONE, "teacher");

    assertThat(role("teacher").gone()).isZero();
  }

  @Test
  void a_rejected_enrollment_does_not_count_and_others_of_its_section_do() {
    rows.live(SECTION, ONE, BEFORE, Map.of("students", ids(1, 2), "teachers", ids(1)));
    rows.changed(SECTION, ONE, Map.of("students", ids()));
    var plan = rows.plan(PlanState.REJECTED);
    rows.names(plan, SECTION, ONE, "students", id(1), ChangeOp.REMOVED);

    var counts = rows.counts().enrollments(database.dsl());

    assertThat(counts.goneStudents()).isEqualTo(1);
    assertThat(counts.gone()).as("the teacher with the same id, too").isEqualTo(2);
  }

  @Test
  void enrollments_end_uncounted_with_a_section_whose_removal_was_decided() {
    rows.live(SECTION, ONE, BEFORE, Map.of("students", ids(1, 2), "teachers", ids(3)));
    rows.removed(SECTION, ONE);
    var plan = rows.plan(PlanState.APPROVED);
    rows.names(plan, SECTION, ONE, "record");

    assertThat(rows.counts(plan).enrollments(database.dsl()).gone()).isZero();
    assertThat(rows.counts().enrollments(database.dsl()).gone()).isEqualTo(3);
  }

  /** The removal of a live record that a plan in this state names. */
  private UUID removal(RosterType type, PlanState state) {
    var plan = rows.plan(state);
    removal(type, plan);
    return plan;
  }

  private void removal(RosterType type, UUID plan) {
    rows.live(type, ONE, BEFORE, counted(type));
    rows.removed(type, ONE);
    rows.names(plan, type, ONE, "record");
  }

  private long gone(RosterType type, UUID... approved) {
    return part(type, type == USER ? "student" : "record", approved).gone();
  }

  private RoleCounts count(RosterType type) {
    return part(type, type == USER ? "student" : "record");
  }

  private RoleCounts role(String role) {
    return part(USER, role);
  }

  private RoleCounts part(RosterType type, String part, UUID... approved) {
    return requireNonNull(
        rows.counts(approved).count(database.dsl(), type, List.of()).get(ChangePart.of(part)));
  }

  /** A record that counts, of users a student. */
  private static Map<String, Object> counted(RosterType type) {
    return type == USER ? Map.of("student", true) : Map.of();
  }
}
