package dev.homeroom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.share.Share;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Share Sections: a fixed list of sections with who is in them (CLEVER.md 6.1). */
final class ShareSectionsTest extends SharingScenario {
  @Test
  void when_it_is_set_the_sections_appear_with_all_they_bring() {
    var chosen = everything().sectionsAt(firstSchool).subList(0, 2);

    var shown = after(() -> share(sections(chosen)));

    shows(shown, closure(chosen, List.of()));
    assertThat(district().news()).isEmpty();
  }

  @Test
  void when_it_is_widened_another_section_appears() {
    var chosen = everything().sectionsAt(firstSchool).subList(0, 3);
    share(sections(chosen.subList(0, 2)));
    district().news();

    var shown = after(() -> share(sections(chosen)));

    shows(shown, closure(chosen, List.of()));
  }

  @Test
  void when_it_is_narrowed_a_section_goes_with_those_who_are_in_no_other() {
    var chosen = everything().sectionsAt(firstSchool).subList(0, 3);
    share(sections(chosen));
    district().news();

    var shown = after(() -> share(sections(chosen.subList(0, 1))));

    shows(shown, closure(chosen.subList(0, 1), List.of()));
  }

  @Test
  void a_section_that_the_sis_adds_is_not_added() {
    var chosen = everything().sectionsAt(firstSchool).subList(0, 2);
    share(sections(chosen));
    district().news();

    var shown = after(() -> adds(chosen.getFirst(), students(chosen.getFirst())));

    assertThat(shown.ids("sections")).containsExactlyElementsOf(chosen);
  }

  @Test
  void a_section_that_the_sis_removes_falls_out_for_good() {
    var chosen = everything().sectionsAt(firstSchool).subList(0, 2);
    share(sections(chosen));
    district().news();

    var removed = after(() -> ends(chosen.getFirst()));
    shows(removed, closure(chosen.subList(1, 2), List.of()));

    var restored =
        after(() ->
            district()
                .sandbox
                .apply(new RosterChange.Restore(RecordType.SECTIONS, chosen.getFirst())));
    shows(restored, closure(chosen.subList(1, 2), List.of()));
  }

  @Test
  void a_student_who_moves_out_goes_and_one_who_moves_in_appears() {
    var all = everything().sectionsAt(firstSchool);
    var chosen = all.subList(0, 2);
    var elsewhere =
        all.stream()
            .skip(2)
            .filter(other -> students(other).stream().anyMatch(sitsInNoneOf(chosen)))
            .findFirst()
            .orElseThrow();
    share(sections(chosen));
    district().news();
    var leaving = studentOnlyIn(chosen.get(0), List.of(chosen.get(1), elsewhere));
    var coming =
        students(elsewhere).stream().filter(sitsInNoneOf(chosen)).findFirst().orElseThrow();

    var left = after(() -> moves(leaving, chosen.get(0), elsewhere));
    assertThat(left.ids("users")).doesNotContain(leaving);
    assertThat(district().status("users/" + leaving)).isEqualTo(404);

    var came = after(() -> moves(coming, elsewhere, chosen.get(1)));
    assertThat(came.ids("users")).contains(coming);
    assertThat(district().ids("users/" + coming + "/sections")).containsExactly(chosen.get(1));
  }

  private Predicate<String> sitsInNoneOf(List<String> sections) {
    return student -> sections.stream().noneMatch(each -> students(each).contains(student));
  }

  private static Share sections(List<String> ids) {
    return new Share.Sections(Set.copyOf(ids));
  }
}
