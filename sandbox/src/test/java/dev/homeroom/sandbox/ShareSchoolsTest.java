package dev.homeroom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.share.Share;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Share Schools: what is linked to chosen schools, followed at each sync (CLEVER.md 6.1). */
final class ShareSchoolsTest extends SharingScenario {
  @Test
  void when_it_is_set_what_is_linked_to_the_school_appears() {
    var shown = after(() -> share(schools(firstSchool)));

    shows(shown, ofSchools(firstSchool));
    assertThat(shown.ids("schools")).containsExactly(firstSchool);
    assertThat(shown.users(VisibleRecords.belongsTo(secondSchool)))
        .as("who belongs to another school too shows that one as well")
        .isNotEmpty();
  }

  @Test
  void when_it_is_widened_another_school_appears() {
    share(schools(firstSchool));
    district().news();

    var shown = after(() -> share(schools(firstSchool, secondSchool)));

    shows(shown, ofSchools(firstSchool, secondSchool));
  }

  @Test
  void when_it_is_narrowed_a_school_goes_but_who_belongs_to_both_stays() {
    share(schools(firstSchool, secondSchool));
    district().news();

    var shown = after(() -> share(schools(secondSchool)));

    shows(shown, ofSchools(secondSchool));
    assertThat(shown.users(VisibleRecords.belongsTo(firstSchool))).isNotEmpty();
    assertThat(district().status("schools/" + firstSchool)).isEqualTo(404);
  }

  @Test
  void follows_what_the_sis_does_in_the_school_and_nowhere_else() {
    share(schools(firstSchool));
    district().news();
    var here = everything().sectionsAt(firstSchool);
    var there = everything().sectionsAt(secondSchool);
    var student = studentOnlyIn(here.get(0), List.of(here.get(1)));
    var before = district().shown();

    var added = after(() -> adds(here.get(0), List.of(student)));
    assertThat(created(before, added, "sections")).hasSize(1);

    var addedElsewhere = after(() -> adds(there.get(0), List.of()));
    assertThat(addedElsewhere.ids("sections")).isEqualTo(added.ids("sections"));

    var removed = after(() -> ends(here.get(2)));
    assertThat(removed.ids("sections")).doesNotContain(here.get(2));

    var moved = after(() -> moves(student, here.get(0), here.get(1)));
    assertThat(PlainClient.texts(moved.section(here.get(1)).path("students"))).contains(student);
  }

  private static Share schools(String... ids) {
    return new Share.Schools(Set.of(ids), false);
  }
}
