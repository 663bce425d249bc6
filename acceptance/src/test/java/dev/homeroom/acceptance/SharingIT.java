package dev.homeroom.acceptance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.operator.resource.DistrictSyncStatus;
import dev.homeroom.operator.resource.sharing.ShareChange;
import dev.homeroom.operator.resource.sharing.ShareFinding;
import dev.homeroom.sandbox.share.Rule;
import dev.homeroom.sandbox.share.Share;
import dev.homeroom.v1.AdoptSectionsRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The life of each way to share: declared, synced, confirmed; the SIS adds a section, a teacher and
 * a school; what the district shares in Clever becomes more than agreed, and less.
 */
final class SharingIT {
  @TempDir Path folder;
  private Lakeside lakeside;
  private TestSis sis;

  @BeforeEach
  void start() throws Exception {
    lakeside = Lakeside.start(folder);
    sis = new TestSis(lakeside.clever);
  }

  @AfterEach
  void stop() throws Exception {
    lakeside.close();
  }

  @Test
  void a_district_shares_all_and_whatever_is_added() throws Exception {
    lakeside.clever.share(new Share.District(true));
    var declared = lakeside.declare("{type: District}");
    assertThat(kinds(declared)).containsExactly("ShareBroaderThanAdvised");
    assertThat(lakeside.condition(declared, "SharingConfirmed"))
        .contains("False WaitingForReviewer");
    lakeside.confirm();

    sis.addSectionLike(sis.sections(sis.school(0), 1).getFirst());
    sis.hireTeacher(sis.school(0));
    sis.addSchool();
    var grown = change(lakeside.sync());
    assertThat(grown.added().sections()).isEqualTo(1);
    assertThat(grown.added().teachers()).isEqualTo(1);
    assertThat(grown.added().schools()).isEqualTo(1);
    assertThat(lakeside.sectionsSeen()).isEqualTo(sis.sectionsShown());

    var seen = lakeside.sectionsSeen();
    lakeside.clever.share(new Share.Schools(Set.of(sis.school(0)), true));
    var narrowed = lakeside.sync();
    assertThat(lakeside.condition(narrowed, "PlanPending")).contains("True PlanWaits");
    assertThat(lakeside.sectionsSeen()).isEqualTo(seen);
    lakeside.awaitEvents("Normal SharingConfirmed", "Normal ShareChanged", "Normal Ready");
  }

  @Test
  void schools_follow_their_sis_and_other_schools_stay_out() throws Exception {
    var ours = sis.school(0);
    lakeside.clever.share(new Share.Schools(Set.of(ours), false));
    var declared = lakeside.declare("{type: Schools, schools: [%s]}".formatted(ours));
    assertThat(requireNonNull(requireNonNull(declared.share()).covered()).schools()).isEqualTo(1);
    lakeside.confirm();

    sis.addSectionLike(sis.sections(ours, 1).getFirst());
    sis.hireTeacher(ours);
    sis.addSchool();
    var grown = change(lakeside.sync());
    assertThat(grown.added().sections()).isEqualTo(1);
    assertThat(grown.added().teachers()).isEqualTo(1);
    assertThat(grown.added().schools()).isZero();

    var seen = lakeside.sectionsSeen();
    assertThat(seen).isEqualTo(sis.sectionsShown());
    lakeside.clever.share(new Share.Schools(Set.of(ours, sis.school(1)), false));
    var widened = lakeside.sync();
    assertThat(kinds(widened))
        .contains("UndeclaredSchools", "UndeclaredSections", "UndeclaredUsers");
    assertThat(requireNonNull(requireNonNull(widened.share()).undeclared()).schools()).isEqualTo(1);
    assertThat(lakeside.sectionsSeen()).isEqualTo(seen);

    lakeside.clever.share(new Share.Schools(Set.of(sis.school(1)), false));
    var narrowed = lakeside.sync();
    assertThat(lakeside.condition(narrowed, "PlanPending")).contains("True PlanWaits");
    assertThat(lakeside.sectionsSeen()).isEqualTo(seen);
    lakeside.awaitEvents("Normal SharingConfirmed", "Warning UndeclaredSchools");
  }

  @Test
  void sections_are_static_until_one_is_named() throws Exception {
    var ours = sis.sections(sis.school(0), 5);
    lakeside.clever.share(new Share.Sections(Set.copyOf(ours)));
    lakeside.declare("{type: Sections, sections: %s}".formatted(ours));
    assertThat(lakeside.sectionsSeen()).isEqualTo(Set.copyOf(ours));
    lakeside.confirm();

    var added = sis.addSectionLike(ours.getFirst());
    sis.hireTeacher(sis.school(0));
    sis.addSchool();
    lakeside.clever.share(new Share.Schools(Set.of(sis.school(0)), false));
    var widened = lakeside.sync();
    assertThat(kinds(widened)).contains("UndeclaredSections", "UndeclaredUsers");
    assertThat(lakeside.sectionsSeen()).isEqualTo(Set.copyOf(ours));

    var before = lakeside.state().getLatestRun().getName();
    var six = List.of(ours.get(0), ours.get(1), ours.get(2), ours.get(3), ours.get(4), added);
    lakeside.operator.apply(lakeside.resource("{type: Sections, sections: %s}".formatted(six)));
    var named = lakeside.afterRunOtherThan(before);
    assertThat(change(named).added().sections()).isEqualTo(1);
    assertThat(lakeside.sectionsSeen()).isEqualTo(Set.copyOf(six));

    lakeside.clever.share(new Share.Sections(Set.copyOf(six.subList(1, 6))));
    var narrowed = lakeside.sync();
    assertThat(kinds(narrowed)).contains("ShareNarrowerThanDeclared");
    assertThat(lakeside.sectionsSeen()).isEqualTo(Set.copyOf(six.subList(1, 6)));
    assertThat(requireNonNull(requireNonNull(narrowed.confirmedSharing()).sections()))
        .containsExactlyInAnyOrderElementsOf(ours.subList(1, 5));
    lakeside.awaitEvents(
        "Normal ShareChanged", "Warning UndeclaredSections", "Warning ShareNarrowerThanDeclared");
  }

  @Test
  void sections_without_ids_are_pinned_by_the_confirmation_and_grow_by_adoption() throws Exception {
    var ours = sis.sections(sis.school(0), 5);
    lakeside.clever.share(new Share.Sections(Set.copyOf(ours)));
    lakeside.declare("{type: Sections}");
    lakeside.confirm();
    var pinned = lakeside.status(status -> status.confirmedSharing() != null);
    assertThat(requireNonNull(requireNonNull(pinned.confirmedSharing()).pinned()).count())
        .isEqualTo(5);

    var added = sis.addSectionLike(ours.getFirst());
    lakeside.clever.share(new Share.Schools(Set.of(sis.school(0)), false));
    lakeside.sync();
    assertThat(lakeside.sectionsSeen()).isEqualTo(Set.copyOf(ours));

    var before = lakeside.state().getLatestRun().getName();
    lakeside
        .sharing()
        .adoptSections(
            AdoptSectionsRequest.newBuilder()
                .setName(lakeside.district())
                .addSections(added)
                .setReason("A new class.")
                .build());
    var adopted = lakeside.afterRunOtherThan(before);
    assertThat(change(adopted).added().sections()).isEqualTo(1);
    assertThat(lakeside.sectionsSeen()).hasSize(6).contains(added);
    assertThat(lakeside.refusalOf("{type: Sections, sections: %s}".formatted(ours)))
        .contains("the sharing was confirmed and is frozen");
  }

  @Test
  void rules_follow_what_they_match_and_nothing_else() throws Exception {
    var ours = sis.school(0);
    var rule = new Rule(Rule.Subject.SECTIONS, "school", Rule.Operator.IS, ours);
    lakeside.clever.share(new Share.Rules(List.of(rule), List.of()));
    lakeside.declare(
        "{type: Rules, rules: {include: [{subject: Sections, field: school, operator: Is, value: %s}]}}"
            .formatted(ours));
    assertThat(lakeside.sectionsSeen()).isNotEmpty().isEqualTo(sis.sectionsShown());
    lakeside.confirm();

    sis.addSectionLike(sis.sections(ours, 1).getFirst());
    sis.hireTeacher(ours);
    sis.addSchool();
    var grown = change(lakeside.sync());
    assertThat(grown.added().sections()).isEqualTo(1);
    assertThat(grown.added().schools()).isZero();
    assertThat(grown.added().teachers()).as("one who teaches no section").isZero();

    var seen = lakeside.sectionsSeen();
    lakeside.clever.share(new Share.District(true));
    var widened = lakeside.sync();
    assertThat(kinds(widened))
        .contains("UndeclaredSections", "UndeclaredSchools", "UndeclaredUsers");
    assertThat(lakeside.sectionsSeen()).isEqualTo(seen);

    lakeside.clever.share(new Share.Schools(Set.of(sis.school(1)), false));
    var narrowed = lakeside.sync();
    assertThat(lakeside.condition(narrowed, "PlanPending")).contains("True PlanWaits");
    assertThat(lakeside.sectionsSeen()).isEqualTo(seen);
  }

  @Test
  void a_school_that_its_tech_lead_has_not_shared_is_told() throws Exception {
    var first = sis.school(0);
    var second = sis.school(1);
    lakeside.clever.share(new Share.SchoolSite(Map.of(first, new Share.WholeSchool(false))));
    var declared =
        lakeside.declare("{type: SchoolSite, schools: [%s, %s]}".formatted(first, second));
    assertThat(kinds(declared)).contains("SchoolSiteNotYetShared");
    lakeside.confirm();

    sis.addSectionLike(sis.sections(first, 1).getFirst());
    sis.hireTeacher(first);
    sis.addSchool();
    var grown = change(lakeside.sync());
    assertThat(grown.added().sections()).isEqualTo(1);
    assertThat(grown.added().teachers()).isEqualTo(1);

    lakeside.clever.share(
        new Share.SchoolSite(
            Map.of(
                first,
                new Share.WholeSchool(false),
                second,
                new Share.WholeSchool(false),
                sis.school(2),
                new Share.WholeSchool(false))));
    var widened = lakeside.sync();
    assertThat(kinds(widened))
        .contains("UndeclaredSchools")
        .doesNotContain("SchoolSiteNotYetShared");
    assertThat(change(widened).added().schools()).isEqualTo(1);

    var seen = lakeside.sectionsSeen();
    lakeside.clever.share(new Share.SchoolSite(Map.of(first, new Share.WholeSchool(false))));
    var narrowed = lakeside.sync();
    assertThat(lakeside.condition(narrowed, "PlanPending")).contains("True PlanWaits");
    assertThat(lakeside.sectionsSeen()).isEqualTo(seen);
    lakeside.awaitEvents("Warning SchoolSiteNotYetShared", "Warning UndeclaredSchools");
  }

  private static List<String> kinds(DistrictSyncStatus status) {
    return requireNonNull(status.share()).findings().stream().map(ShareFinding::kind).toList();
  }

  private static ShareChange change(DistrictSyncStatus status) {
    return requireNonNull(status.lastShareChange());
  }
}
