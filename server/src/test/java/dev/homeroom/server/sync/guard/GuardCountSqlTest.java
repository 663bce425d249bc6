package dev.homeroom.server.sync.guard;

import static dev.homeroom.server.record.RosterType.SECTION;
import static dev.homeroom.server.record.RosterType.USER;
import static dev.homeroom.server.sync.guard.WindowRows.BEFORE;
import static dev.homeroom.server.sync.guard.WindowRows.EARLY;
import static dev.homeroom.server.sync.guard.WindowRows.LATE;
import static dev.homeroom.server.sync.guard.WindowRows.SINCE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.server.record.ChangePart;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.guard.GuardCountSql.RoleCounts;
import dev.homeroom.server.sync.stage.CopyBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How records and roles are counted since the window began, on rows alone, table by table. */
final class GuardCountSqlTest {
  private static final int ONE = 101;

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
  void a_record_that_the_run_removes_is_gone(RosterType type) {
    rows.live(type, ONE, BEFORE, counted(type));
    rows.removed(type, ONE);

    assertThat(count(type)).isEqualTo(gone(0, 1, 0));
  }

  @ParameterizedTest
  @EnumSource
  void a_record_that_stays_as_it_is_does_not_count(RosterType type) {
    rows.live(type, ONE, BEFORE, counted(type));

    assertThat(count(type)).isEqualTo(gone(0, 0, 0));
  }

  @ParameterizedTest
  @EnumSource
  void a_record_that_the_run_adds_has_not_joined_yet(RosterType type) {
    rows.added(type, ONE, counted(type));

    assertThat(count(type)).isEqualTo(gone(0, 0, 0));
  }

  @ParameterizedTest
  @EnumSource
  void a_record_that_joined_within_the_window_counts_as_joined(RosterType type) {
    rows.live(type, ONE, SINCE, counted(type));
    rows.live(type, ONE + 1, SINCE + 1, counted(type));

    assertThat(count(type)).isEqualTo(gone(1, 0, 0));
  }

  @ParameterizedTest
  @EnumSource
  void a_record_that_joined_and_goes_within_the_window_counts_as_both(RosterType type) {
    rows.live(type, ONE, SINCE + 1, counted(type));
    rows.removed(type, ONE);
    rows.live(type, ONE + 1, SINCE, counted(type));
    rows.removed(type, ONE + 1);

    assertThat(count(type)).as("the second was there when it began").isEqualTo(gone(1, 2, 1));
  }

  @ParameterizedTest
  @EnumSource
  void a_record_that_went_earlier_within_the_window_is_gone_and_one_before_it_is_not(
      RosterType type) {
    rows.archived(type, ONE, BEFORE, SINCE, counted(type));
    rows.archived(type, ONE + 1, BEFORE, SINCE + 1, counted(type));
    rows.archived(type, ONE + 2, EARLY, LATE, counted(type));

    assertThat(count(type)).isEqualTo(gone(1, 2, 1));
  }

  @ParameterizedTest
  @EnumSource
  void a_record_that_came_back_is_neither_gone_nor_joined(RosterType type) {
    rows.archived(type, ONE, BEFORE, EARLY, counted(type));
    rows.live(type, ONE, LATE, counted(type));
    rows.archived(type, ONE + 1, BEFORE, EARLY, counted(type));
    rows.added(type, ONE + 1, counted(type));

    assertThat(count(type)).isEqualTo(gone(0, 0, 0));
  }

  @ParameterizedTest
  @EnumSource
  void another_value_is_a_change_and_so_is_one_from_earlier_in_the_window(RosterType type) {
    rows.live(type, ONE, BEFORE, named(type, "Ada"));
    rows.changed(type, ONE, named(type, "Nova"));
    rows.former(type, ONE + 1, BEFORE, EARLY, named(type, "Ada"));
    rows.live(type, ONE + 1, EARLY, named(type, "Nova"));

    assertThat(count(type).changed()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void a_value_that_is_again_what_it_was_is_no_change(RosterType type) {
    rows.former(type, ONE, BEFORE, EARLY, named(type, "Ada"));
    rows.live(type, ONE, EARLY, named(type, "Nova"));
    rows.changed(type, ONE, named(type, "Ada"));

    assertThat(count(type).changed()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void a_record_that_joined_within_the_window_is_compared_with_what_it_joined_with(
      RosterType type) {
    rows.former(type, ONE, EARLY, LATE, named(type, "Ada"));
    rows.live(type, ONE, LATE, named(type, "Nova"));

    assertThat(count(type).changed()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void a_record_that_goes_has_not_changed(RosterType type) {
    rows.former(type, ONE, BEFORE, EARLY, named(type, "Ada"));
    rows.live(type, ONE, EARLY, named(type, "Nova"));
    rows.removed(type, ONE);

    assertThat(count(type)).isEqualTo(gone(0, 1, 0));
  }

  @ParameterizedTest
  @EnumSource
  void a_row_of_another_mapping_goes_but_does_not_change_or_empty(RosterType type) {
    rows.live(type, ONE, BEFORE, CopyBuffer.MAPPING_VERSION - 1, named(type, "Ada"));
    rows.changed(type, ONE, counted(type));
    rows.live(type, ONE + 1, BEFORE, CopyBuffer.MAPPING_VERSION - 1, named(type, "Ada"));
    rows.removed(type, ONE + 1);

    assertThat(count(type)).isEqualTo(gone(0, 1, 0));
  }

  @ParameterizedTest
  @EnumSource
  void a_column_that_is_removed_from_many_records_is_no_change(RosterType type) {
    rows.live(type, ONE, BEFORE, named(type, "Ada"));
    rows.changed(type, ONE, counted(type));

    var counts = rows.counts().count(database.dsl(), type, List.of(nameColumn(type)));

    assertThat(withoutZeros(requireNonNull(counts.get(part(type)))))
        .isEqualTo(new RoleCounts(0, 0, 0, 0, Map.of(nameColumn(type), 1L)));
  }

  /** Each column that can become empty, with each role that it is counted for. */
  static Stream<Arguments> columns() {
    return Stream.of(RosterType.values())
        .flatMap(type ->
            type.columnNames().stream()
                .filter(column -> !type.roles().contains(column))
                .filter(column -> type != SECTION || !type.lists().contains(column))
                .flatMap(column ->
                    Stream.of(
                            ChangePart.RECORD.word(),
                            "student",
                            "teacher",
                            "staff",
                            "district_admin",
                            "contact")
                        .filter(part -> type.roles().isEmpty() == part.equals("record"))
                        .filter(part ->
                            type.roleOf(column).isEmpty() || type.roleOf(column).equals(part))
                        .map(part -> Arguments.of(type, column, part))));
  }

  @ParameterizedTest
  @MethodSource("columns")
  void each_column_that_becomes_empty_counts_for_each_of_its_roles(
      RosterType type, String column, String part) {
    var role = type.roles().isEmpty() ? Map.<String, Object>of() : Map.of(part, (Object) true);
    var filled = new HashMap<>(role);
    filled.put(column, WindowRows.value(type.column(column), 1));
    rows.live(type, ONE, BEFORE, filled);
    rows.changed(type, ONE, role);
    rows.former(type, ONE + 1, BEFORE, EARLY, filled);
    rows.live(type, ONE + 1, EARLY, role);
    rows.former(type, ONE + 2, EARLY, LATE, filled);
    rows.live(type, ONE + 2, LATE, role);
    rows.live(type, ONE + 3, BEFORE, filled);
    rows.removed(type, ONE + 3);
    rows.former(type, ONE + 4, BEFORE, EARLY, role);
    rows.live(type, ONE + 4, EARLY, filled);

    var counts = rows.counts().count(database.dsl(), type, List.of());

    assertThat(requireNonNull(counts.get(ChangePart.of(part))).emptied())
        .containsEntry(column, 3L)
        .allSatisfy(
            (other, count) -> assertThat(count).as(other).isEqualTo(other.equals(column) ? 3 : 0));
    counts.forEach((other, each) -> {
      if (!other.word().equals(part)) {
        assertThat(each.emptied().values()).as(other.word()).containsOnly(0L);
      }
    });
  }

  @Test
  void a_role_goes_by_itself_and_joins_by_itself() {
    rows.live(USER, ONE, BEFORE, Map.of("student", true, "teacher", true));
    rows.changed(USER, ONE, Map.of("student", true));
    rows.former(USER, ONE + 1, BEFORE, EARLY, Map.of("student", true));
    rows.live(USER, ONE + 1, EARLY, Map.of("student", true, "staff", true));

    var counts = rows.counts().count(database.dsl(), USER, List.of());

    assertThat(all(counts))
        .isEqualTo(
            Map.of(
                "student", gone(0, 0, 0),
                "teacher", gone(0, 1, 0),
                "staff", gone(1, 0, 0),
                "district_admin", gone(0, 0, 0),
                "contact", gone(0, 0, 0)));
  }

  @Test
  void a_user_with_several_roles_is_gone_in_each() {
    rows.live(USER, ONE, BEFORE, Map.of("district_admin", true, "contact", true));
    rows.removed(USER, ONE);

    var counts = all(rows.counts().count(database.dsl(), USER, List.of()));

    assertThat(counts)
        .containsEntry("district_admin", gone(0, 1, 0))
        .containsEntry("contact", gone(0, 1, 0))
        .containsEntry("student", gone(0, 0, 0));
  }

  @Test
  void a_value_of_one_role_changes_only_that_role() {
    rows.live(USER, ONE, BEFORE, Map.of("student", true, "teacher", true, "teacher_title", "Dr."));
    rows.changed(USER, ONE, Map.of("student", true, "teacher", true, "teacher_title", "Professor"));

    var counts = rows.counts().count(database.dsl(), USER, List.of());

    assertThat(requireNonNull(counts.get(ChangePart.of("teacher"))).changed()).isEqualTo(1);
    assertThat(requireNonNull(counts.get(ChangePart.of("student"))).changed()).isZero();
  }

  private static Map<String, RoleCounts> all(Map<ChangePart, RoleCounts> counts) {
    var all = new HashMap<String, RoleCounts>();
    counts.forEach((part, each) -> all.put(part.word(), withoutZeros(each)));
    return all;
  }

  /** The counts of whole records or, of users, those of students. */
  private RoleCounts count(RosterType type) {
    return withoutZeros(
        requireNonNull(rows.counts().count(database.dsl(), type, List.of()).get(part(type))));
  }

  private static RoleCounts withoutZeros(RoleCounts counts) {
    var emptied = new HashMap<>(counts.emptied());
    emptied.values().removeIf(count -> count == 0);
    return new RoleCounts(
        counts.joined(), counts.gone(), counts.goneJoined(), counts.changed(), emptied);
  }

  private static RoleCounts gone(long joined, long gone, long goneJoined) {
    return new RoleCounts(joined, gone, goneJoined, 0, Map.of());
  }

  private static ChangePart part(RosterType type) {
    return type == USER ? ChangePart.of("student") : ChangePart.RECORD;
  }

  /** A record that counts, of users a student. */
  private static Map<String, Object> counted(RosterType type) {
    return type == USER ? Map.of("student", true) : Map.of();
  }

  private static Map<String, Object> named(RosterType type, String name) {
    var values = new HashMap<>(counted(type));
    values.put(nameColumn(type), name);
    return values;
  }

  private static String nameColumn(RosterType type) {
    return type == USER ? "first_name" : "name";
  }
}
