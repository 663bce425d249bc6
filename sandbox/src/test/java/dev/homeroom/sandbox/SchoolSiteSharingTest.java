package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.sandbox.share.Rule;
import dev.homeroom.sandbox.share.Share;
import dev.homeroom.sandbox.world.DistrictSimulation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** School Site Sharing: each school's tech lead shares for the own school (CLEVER.md 6.1, 6.3). */
final class SchoolSiteSharingTest extends SharingScenario {
  private static final Share.OfSchool WHOLE = new Share.WholeSchool(false);

  @BeforeEach
  void chooseIt() {
    share(new Share.SchoolSite(Map.of()));
  }

  @Test
  void nothing_is_shared_until_a_school_does() {
    assertThat(district().shown().all().values()).allMatch(Set::isEmpty);
    assertThat(district().news()).isEmpty();
  }

  @Test
  void when_a_school_sets_it_the_school_appears() {
    var shown = after(() -> world().shareSchool(firstSchool, WHOLE));

    shows(shown, ofSchools(firstSchool));
  }

  @Test
  void when_another_school_widens_it_only_what_matches_there_appears() {
    world().shareSchool(firstSchool, WHOLE);
    district().news();

    var shown =
        after(() ->
            world()
                .shareSchool(
                    secondSchool,
                    new Share.Matching(
                        List.of(Rule.of("sections", "subject", "is", subject())), List.of())));

    assertThat(shown.ids("schools")).containsExactly(firstSchool, secondSchool);
    assertThat(shown.sectionsAt(secondSchool))
        .isNotEmpty()
        .containsExactlyElementsOf(
            everything()
                .sections(section ->
                    text(section, "school").equals(secondSchool)
                        && teaches(subject()).test(section)));
  }

  @Test
  void when_a_school_narrows_it_only_that_school_goes() {
    world().shareSchool(firstSchool, WHOLE);
    world().shareSchool(secondSchool, WHOLE);
    district().news();

    var shown = after(() -> world().unshareSchool(firstSchool));

    shows(shown, ofSchools(secondSchool));
  }

  @Test
  void follows_what_the_sis_does_in_schools_that_share() {
    world().shareSchool(firstSchool, WHOLE);
    district().news();
    var here = everything().sectionsAt(firstSchool);
    var there = everything().sectionsAt(secondSchool);
    var student = studentOnlyIn(here.get(0), List.of(here.get(1)));
    var before = district().shown();

    var added = after(() -> adds(here.get(0), List.of(student)));
    assertThat(created(before, added, "sections")).hasSize(1);

    var elsewhere = after(() -> adds(there.get(0), List.of()));
    assertThat(elsewhere.ids("sections")).isEqualTo(added.ids("sections"));

    var removed = after(() -> ends(here.get(2)));
    assertThat(removed.ids("sections")).doesNotContain(here.get(2));

    var moved = after(() -> moves(student, here.get(0), here.get(1)));
    assertThat(PlainClient.texts(moved.section(here.get(1)).path("students"))).contains(student);
  }

  @Test
  void a_school_may_share_only_where_the_district_has_chosen_it() {
    share(new Share.District(false));

    assertThatThrownBy(() -> world().shareSchool(firstSchool, WHOLE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("School Site Sharing")
        .hasMessageContaining("Share District");
    assertThatThrownBy(() -> world().unshareSchool(firstSchool))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refuses_ids_that_the_district_does_not_have() {
    var unknown = "0123456789abcdef01234567";
    assertThatThrownBy(() -> world().shareSchool(unknown, WHOLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(unknown)
        .hasMessageContaining(firstSchool);
    assertThatThrownBy(() -> share(new Share.Schools(Set.of(unknown), false)))
        .hasMessageContaining("it has 3");
    assertThatThrownBy(() -> share(new Share.Sections(Set.of(unknown, "nonsense"))))
        .hasMessageContaining(unknown + ", nonsense");
    assertThat(district().news()).isEmpty();
  }

  private DistrictSimulation world() {
    return district().sandbox.world();
  }
}
