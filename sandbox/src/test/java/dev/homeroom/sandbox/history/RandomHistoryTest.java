package dev.homeroom.sandbox.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.DataQuality;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.generate.DistrictGenerator;
import dev.homeroom.sandbox.history.RandomHistory.Profile;
import dev.homeroom.sandbox.roster.Emails;
import dev.homeroom.sandbox.roster.Roster;
import dev.homeroom.sandbox.roster.RosterEditor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days that follow from a seed, and what holds after each of them. */
final class RandomHistoryTest {
  private static final int FAR_AWAY = 300;

  @ParameterizedTest
  @CsvSource({
    "1, 10, ORDINARY",
    "2, 60, ORDINARY",
    "3, 300, ORDINARY",
    "4, 10, ANYTHING",
    "5, 60, ANYTHING",
    "6, 300, ANYTHING",
    "7, 300, ANYTHING"
  })
  void every_day_leaves_a_roster_that_can_be(long seed, int students, Profile profile) {
    var history = new RandomHistory(seed, profile);
    var roster = DistrictGenerator.generate(seed, students, DataQuality.DEFECTS);
    for (var day = 0; day < 150; day++) {
      var changes = history.next(roster);
      try {
        roster = RosterEditor.apply(roster, changes);
        new Invariants(roster).check();
      } catch (IllegalArgumentException | AssertionError problem) {
        throw new AssertionError(
            "seed %d, %d students, day %d: %s".formatted(seed, students, day, changes), problem);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"8, 10", "9, 40", "10, 300"})
  void an_ordinary_year_leaves_no_school_without_teacher_student_or_section(
      long seed, int students) {
    var history = new RandomHistory(seed, Profile.ORDINARY);
    var roster = DistrictGenerator.generate(seed, students, DataQuality.DEFECTS);
    var schools = roster.rows(RecordType.SCHOOLS).count();
    for (var day = 0; day < 365; day++) {
      roster = RosterEditor.apply(roster, history.next(roster));
      var now = roster;
      assertThat(roster.rows(RecordType.SCHOOLS).count()).isEqualTo(schools);
      roster
          .rows(RecordType.SCHOOLS)
          .liveSlots()
          .forEach(school -> {
            assertThat(atSchool(now, school, Role.TEACHER)).as("teachers").isPositive();
            assertThat(atSchool(now, school, Role.STUDENT)).as("students").isPositive();
          });
    }
    assertThat(roster.count(Role.STUDENT)).isBetween(students / 3, students * 3);
  }

  @Test
  void an_ordinary_day_concerns_few() {
    var history = new RandomHistory(11, Profile.ORDINARY);
    var roster = DistrictGenerator.generate(11, FAR_AWAY, DataQuality.DEFECTS);
    for (var day = 0; day < 50; day++) {
      assertThat(history.next(roster)).isNotEmpty().hasSizeLessThan(FAR_AWAY / 20);
    }
  }

  @Test
  void the_same_seed_gives_the_same_history_and_another_seed_another() {
    assertThat(days(12, Profile.ANYTHING)).isEqualTo(days(12, Profile.ANYTHING));
    assertThat(days(12, Profile.ANYTHING)).isNotEqualTo(days(13, Profile.ANYTHING));
    assertThat(days(12, Profile.ORDINARY)).isEqualTo(days(12, Profile.ORDINARY));
  }

  @Test
  void every_kind_of_change_happens_in_some_history() {
    Set<Class<?>> seen = new HashSet<>();
    for (var seed = 20; seed < 26; seed++) {
      var history = new RandomHistory(seed, Profile.ANYTHING);
      // Staff, and so employees with two roles, begin at 5000 students.
      var roster =
          DistrictGenerator.generate(seed, seed % 2 == 0 ? 5_000 : 100, DataQuality.DEFECTS);
      for (var day = 0; day < (seed % 2 == 0 ? 6 : 150); day++) {
        var changes = history.next(roster);
        changes.forEach(change -> seen.add(change.getClass()));
        roster = RosterEditor.apply(roster, changes);
      }
    }
    assertThat(seen).containsExactlyInAnyOrder(RosterChange.class.getPermittedSubclasses());
  }

  private static List<List<RosterChange>> days(long seed, Profile profile) {
    var history = new RandomHistory(seed, profile);
    var roster = DistrictGenerator.generate(1, 100, DataQuality.DEFECTS);
    List<List<RosterChange>> days = new ArrayList<>();
    for (var day = 0; day < 40; day++) {
      days.add(history.next(roster));
      roster = RosterEditor.apply(roster, days.getLast());
    }
    return days;
  }

  private static long atSchool(Roster roster, int school, Role role) {
    return roster
        .rows(RecordType.USERS)
        .liveSlots()
        .filter(user -> role.in(roster.users().roles(user)))
        .filter(user -> roster.users().belongsTo(user, school))
        .count();
  }

  /** What is true of every roster, whatever happened. */
  private record Invariants(Roster roster) {
    void check() {
      for (var type : RecordType.values()) {
        idsAscend(type);
      }
      roster.rows(RecordType.USERS).liveSlots().forEach(this::userIsWhole);
      roster.rows(RecordType.SECTIONS).liveSlots().forEach(this::sectionIsWhole);
      employeesHaveAddressesOfTheirOwn();
    }

    private void idsAscend(RecordType type) {
      var rows = roster.rows(type);
      for (var slot = 1; slot < rows.slots(); slot++) {
        assertThat(rows.id(slot)).isGreaterThan(rows.id(slot - 1));
      }
    }

    private void userIsWhole(int user) {
      var mask = roster.users().roles(user);
      var alone = Role.STUDENT.in(mask) || Role.CONTACT.in(mask);
      assertThat(Integer.bitCount(mask)).as("roles " + mask).isBetween(1, alone ? 1 : 3);
      if (Role.STUDENT.in(mask) || Role.TEACHER.in(mask)) {
        assertThat(roster.users().school(user, 0)).isNotNegative();
      }
      for (var rank = 0; rank < 3; rank++) {
        var school = roster.users().school(user, rank);
        assertThat(school < 0 || roster.rows(RecordType.SCHOOLS).isLive(school)).isTrue();
      }
      if (Role.CONTACT.in(mask)) {
        assertThat(roster.users().student(user, 0)).isNotNegative();
        for (var rank = 0; rank < 2; rank++) {
          var student = roster.users().student(user, rank);
          assertThat(student < 0 || isLive(student, Role.STUDENT)).as("student").isTrue();
        }
      }
    }

    private void sectionIsWhole(int section) {
      var columns = roster.sections();
      assertThat(columns.teachers(section)).isLessThanOrEqualTo(10);
      assertThat(roster.rows(RecordType.SCHOOLS).isLive(columns.school(section))).isTrue();
      Set<Integer> members = new HashSet<>();
      for (var rank = 0; rank < columns.students(section); rank++) {
        assertThat(isLive(columns.student(section, rank), Role.STUDENT)).as("seat").isTrue();
        assertThat(members.add(columns.student(section, rank))).as("one seat").isTrue();
      }
      for (var rank = 0; rank < columns.teachers(section); rank++) {
        assertThat(isLive(columns.teacher(section, rank), Role.TEACHER)).as("teaches").isTrue();
        assertThat(members.add(columns.teacher(section, rank))).as("teaches once").isTrue();
      }
    }

    private boolean isLive(int user, Role role) {
      return roster.rows(RecordType.USERS).isLive(user) && role.in(roster.users().roles(user));
    }

    private void employeesHaveAddressesOfTheirOwn() {
      var addresses =
          roster
              .rows(RecordType.USERS)
              .liveSlots()
              .filter(user -> (roster.users().roles(user) & 14) != 0)
              .mapToObj(user -> Emails.of(roster, user))
              .filter(email -> email != null)
              .collect(Collectors.toList());
      assertThat(addresses).doesNotHaveDuplicates();
    }
  }
}
