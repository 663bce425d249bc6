package dev.homeroom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.share.Share;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Share District: everything, followed at each sync (CLEVER.md 6.1). */
final class ShareDistrictTest extends SharingScenario {
  @Test
  void nothing_is_shared_before_it_is_set() {
    assertThat(district().shown().all().values()).allMatch(Set::isEmpty);
    assertThat(district().ids("districts")).containsExactly(district().sandbox.districtId());
  }

  @Test
  void when_it_is_set_everything_appears() {
    var shown = after(() -> share(new Share.District(false)));

    assertThat(shown.types()).isEqualTo(everything().types());
  }

  @Test
  void when_a_narrower_share_is_widened_to_it_the_rest_appears() {
    share(new Share.Schools(Set.of(firstSchool), true));
    district().news();

    var shown = after(() -> share(new Share.District(true)));

    assertThat(shown.types()).isEqualTo(everything().types());
  }

  @Test
  void when_it_is_narrowed_to_nothing_everything_goes_in_reverse() {
    share(new Share.District(true));
    district().news();

    var shown = after(() -> share(new Share.Nothing()));

    assertThat(shown.all().values()).allMatch(Set::isEmpty);
  }

  @Test
  void follows_what_the_sis_does() {
    share(new Share.District(true));
    district().news();
    var sections = everything().sectionsAt(firstSchool);
    var student = studentOnlyIn(sections.get(0), List.of(sections.get(1)));

    var before = district().shown();
    var added = after(() -> adds(sections.get(0), List.of(student)));
    assertThat(created(before, added, "sections")).hasSize(1);

    var removed = after(() -> ends(sections.get(2)));
    assertThat(removed.ids("sections")).doesNotContain(sections.get(2));

    var moved = after(() -> moves(student, sections.get(0), sections.get(1)));
    assertThat(PlainClient.texts(moved.section(sections.get(0)).path("students")))
        .doesNotContain(student);
    assertThat(PlainClient.texts(moved.section(sections.get(1)).path("students")))
        .contains(student);
  }
}
