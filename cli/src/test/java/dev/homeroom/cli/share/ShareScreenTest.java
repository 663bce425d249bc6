package dev.homeroom.cli.share;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import dev.homeroom.v1.ConfirmationPolicy;
import dev.homeroom.v1.ConfirmedSharing;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.FindingSeverity;
import dev.homeroom.v1.Plan;
import dev.homeroom.v1.Share;
import dev.homeroom.v1.ShareChange;
import dev.homeroom.v1.ShareCounts;
import dev.homeroom.v1.ShareFinding;
import dev.homeroom.v1.ShareFindingKind;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingChangeApproval;
import dev.homeroom.v1.SharingOperator;
import dev.homeroom.v1.SharingRule;
import dev.homeroom.v1.SharingRules;
import dev.homeroom.v1.SharingSubject;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.UndeclaredPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people see of what a server tells of a share. */
final class ShareScreenTest {
  private static final String ID = "00000000000000000000000a";
  private static final String DIGEST = "ab".repeat(32);
  private static final Sharing PINNED =
      Sharing.newBuilder().setType(SharingType.SHARING_TYPE_SECTIONS).build();
  private static final Sharing WHOLE =
      Sharing.newBuilder().setType(SharingType.SHARING_TYPE_DISTRICT).build();

  @Test
  void before_the_first_sync_only_the_declaration_shows_and_how_to_sync() {
    assertThat(lines(PINNED, Share.newBuilder()))
        .containsExactly(
            "Lakeside (districts/" + ID + ")",
            "",
            "declared    Sections: those that Clever shows when the share is confirmed.",
            "            Uncovered records are left out.",
            "            A reviewer confirms it.",
            "covers      not known before the first sync that succeeds",
            "confirmed   not yet",
            "changes     none",
            "",
            "Next:",
            "",
            "  ./homeroom sync " + ID + " --follow");
  }

  @Test
  void a_share_to_confirm_shows_what_it_covers_and_the_command_with_revision_and_digest() {
    var share =
        computed()
            .setUndeclared(ShareCounts.newBuilder().setSections(12).setStudents(1))
            .addFindings(
                ShareFinding.newBuilder()
                    .setKind(ShareFindingKind.SHARE_FINDING_KIND_UNDECLARED_SECTIONS)
                    .setSeverity(FindingSeverity.FINDING_SEVERITY_WARNING)
                    .setCount(12)
                    .addSamples("districts/" + ID + "/sections/1")
                    .addSamples("districts/" + ID + "/sections/2")
                    .setExplanation("Name them, or have them taken out of the share."));

    assertThat(lines(named(3), share).subList(2, 17))
        .containsExactly(
            "declared    Sections: 3 sections by id.",
            "            Uncovered records are left out.",
            "            A reviewer confirms it.",
            "covers      3 schools, 378 sections, 1,004 students (revision 3)",
            "left out    12 sections, 1 student",
            "digest      " + DIGEST,
            "warning     UNDECLARED_SECTIONS (12): Name them, or have them taken out of the",
            "            share.",
            "            sections/1, sections/2 and 10 more",
            "confirmed   not yet",
            "changes     none",
            "",
            "Next:",
            "",
            "  ./homeroom confirm " + ID + " 3 " + DIGEST);
  }

  @Test
  void pinned_sections_show_how_many_live_and_how_new_ones_are_adopted() {
    var change =
        ShareChange.newBuilder()
            .setRevision(7)
            .setCreateTime(Timestamps.fromMillis(9_500))
            .setAdded(ShareCounts.newBuilder().setStudents(2))
            .setRemoved(ShareCounts.newBuilder().setTeachers(1))
            .build();
    var share =
        computed()
            .setUndeclared(ShareCounts.newBuilder().setSections(4))
            .setConfirmed(confirmed(PINNED).setPinnedSections(378).addLiveSections("1"))
            .setLastChange(change);

    assertThat(ShareScreen.of(state(PINNED, share), List.of(change), 80))
        .containsSubsequence(
            "confirmed   since 1970-01-01T00:00:05Z, at revision 2, by demo-reviewer",
            "            378 sections pinned, 1 of them live",
            "changes     revision 7, 1970-01-01T00:00:09Z: + 2 students; - 1 teacher",
            "",
            "  ./homeroom adopt-sections " + ID + " --all-left-out --reason '…'",
            "  ./homeroom share " + ID + " --left-out",
            "  ./homeroom share " + ID + " --changes 7",
            "  ./homeroom share " + ID + " --decisions");
  }

  @Test
  void a_conflict_shows_what_differs_and_both_ways_out() {
    var share = computed().setConfirmed(confirmed(named(2))).setConflict(true);

    var lines = lines(WHOLE, share);

    assertThat(lines)
        .containsSubsequence(
            "            0 sections pinned, 0 of them live",
            "conflict    The declared sharing is neither the confirmed one nor allowed by it.",
            "            type: Sections becomes District",
            "            - section 000000000000000000000001",
            "            - section 000000000000000000000002",
            "  ./homeroom approve-sharing-change " + ID + " --to-declared --reason '…'");
    assertThat(lines).noneMatch(line -> line.contains("homeroom confirm"));
  }

  @Test
  void an_approved_change_shows_what_may_be_declared_and_why() {
    var share =
        computed()
            .setConfirmed(confirmed(WHOLE))
            .setApproval(
                SharingChangeApproval.newBuilder()
                    .setFrom(WHOLE)
                    .setTo(named(1))
                    .setReason("A new contract.")
                    .setApprovedBy("demo-reviewer")
                    .setApproveTime(Timestamps.fromMillis(7_000)));

    assertThat(lines(WHOLE, share))
        .containsSubsequence(
            "approved    a change, 1970-01-01T00:00:07Z, by demo-reviewer: A new contract.",
            "            type: District becomes Sections",
            "            + section 000000000000000000000001",
            "            It takes effect once exactly this sharing is declared.");
  }

  @Test
  void rules_stand_in_words_and_what_is_kept_is_told_apart_from_what_is_left_out() {
    var rule =
        SharingRule.newBuilder()
            .setSubject(SharingSubject.SHARING_SUBJECT_SECTIONS)
            .setField("grade")
            .setOperator(SharingOperator.SHARING_OPERATOR_IS_NOT)
            .setValue("3");
    var declared =
        Sharing.newBuilder()
            .setType(SharingType.SHARING_TYPE_RULES)
            .setRules(SharingRules.newBuilder().addInclude(rule))
            .setIncludeAllStaff(true)
            .setOnUndeclared(UndeclaredPolicy.UNDECLARED_POLICY_WARN)
            .setConfirmation(ConfirmationPolicy.CONFIRMATION_POLICY_AUTOMATIC)
            .build();
    var share = computed().setUndeclared(ShareCounts.newBuilder().setStaff(1));

    assertThat(lines(declared, share).subList(2, 9))
        .containsExactly(
            "declared    Rules: records that any include matches and no exclude.",
            "            include[0]: sections whose grade is not \"3\"",
            "            Plus all staff of the district.",
            "            Uncovered records are kept in the roster and reported.",
            "            The server confirms it after the first sync that succeeds.",
            "covers      3 schools, 378 sections, 1,004 students (revision 3)",
            "uncovered   1 staff, kept in the roster");
  }

  @Test
  void ids_that_the_server_withholds_are_not_shown_as_none() {
    var withheld = PINNED.toBuilder().setWithheld(true).build();
    var share = computed().setConfirmed(confirmed(withheld).setPinnedSections(3)).setConflict(true);

    assertThat(lines(withheld, share))
        .containsSubsequence(
            "declared    Sections: only reviewers of the whole district may see which ones.",
            "            3 sections pinned",
            "conflict    The declared sharing is neither the confirmed one nor allowed by it.",
            "            Only reviewers of the whole district may see the difference.");
    var rule =
        SharingRule.newBuilder()
            .setSubject(SharingSubject.SHARING_SUBJECT_SECTIONS)
            .setField("school")
            .setOperator(SharingOperator.SHARING_OPERATOR_IS);
    assertThat(SharingWords.rule(rule.build())).isEqualTo("sections whose school is …");
  }

  @Test
  void a_plan_that_waits_shows_with_how_to_see_it() {
    var state =
        state(WHOLE, computed()).toBuilder()
            .setPendingPlan(Plan.newBuilder().setReason("A whole school would go."))
            .build();

    assertThat(ShareScreen.of(state, List.of(), 80))
        .containsSubsequence(
            "waiting     a plan, for a person's decision: A whole school would go.",
            "  ./homeroom plan " + ID);
  }

  @Test
  void one_line_says_type_confirmation_and_what_is_wrong() {
    var share =
        computed()
            .setUndeclared(ShareCounts.newBuilder().setSections(4))
            .addFindings(
                ShareFinding.newBuilder().setSeverity(FindingSeverity.FINDING_SEVERITY_ERROR))
            .addFindings(
                ShareFinding.newBuilder().setSeverity(FindingSeverity.FINDING_SEVERITY_WARNING));

    assertThat(ShareLine.of(state(named(1), share)))
        .isEqualTo(
            "shares Sections: 1 section by id; not confirmed; not covered: 4 sections; 1 error;"
                + " 1 warning");
  }

  private static List<String> lines(Sharing declared, Share.Builder share) {
    return ShareScreen.of(state(declared, share), List.of(), 80);
  }

  private static DistrictState state(Sharing declared, Share.Builder share) {
    return DistrictState.newBuilder()
        .setName("districts/" + ID + "/state")
        .setDisplayName("Lakeside")
        .setSpec(DistrictSpec.newBuilder().setSharing(declared))
        .setShare(share)
        .build();
  }

  private static Share.Builder computed() {
    return Share.newBuilder()
        .setDigest(DIGEST)
        .setRevision(3)
        .setCovered(ShareCounts.newBuilder().setSchools(3).setSections(378).setStudents(1004));
  }

  private static ConfirmedSharing.Builder confirmed(Sharing sharing) {
    return ConfirmedSharing.newBuilder()
        .setSharing(sharing)
        .setRevision(2)
        .setConfirmTime(Timestamps.fromMillis(5_000))
        .setConfirmedBy("demo-reviewer");
  }

  private static Sharing named(int sections) {
    var sharing = PINNED.toBuilder();
    for (int i = 1; i <= sections; i++) {
      sharing.addSections("%024d".formatted(i));
    }
    return sharing.build();
  }
}
