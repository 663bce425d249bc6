package dev.homeroom.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.v1.Finding;
import dev.homeroom.v1.FindingKind;
import dev.homeroom.v1.ListFindingsRequest;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.SyncState;
import dev.homeroom.v1.User;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A section whose id a district gives to another class is told by the run that shows it. */
final class SectionReuseTest {
  @Test
  void a_section_that_becomes_another_class_is_found_once() {
    try (var fixture = RosterFixture.students(60, 17)) {
      reuse(fixture, 1);

      var run = fixture.run(SyncMode.SYNC_MODE_AUTO);

      assertThat(run.getMode()).isEqualTo(SyncMode.SYNC_MODE_INCREMENTAL);
      assertThat(reused(run))
          .singleElement()
          .satisfies(found -> {
            assertThat(found.getType()).isEqualTo(RecordType.RECORD_TYPE_SECTION);
            assertThat(found.getCount()).isEqualTo(1);
            assertThat(found.getExplanation()).contains("another class");
          });
      assertThat(listed(fixture)).isEqualTo(reused(run));

      reuse(fixture, 2);
      assertThat(reused(fixture.run(SyncMode.SYNC_MODE_AUTO)))
          .extracting(Finding::getCount)
          .containsExactly(2L);
      assertThat(reused(fixture.run(SyncMode.SYNC_MODE_AUTO))).isEmpty();

      assertThat(listed(fixture)).extracting(Finding::getCount).containsExactly(3L);
      assertThat(reused(fixture.run(SyncMode.SYNC_MODE_FULL))).isEmpty();
      assertThat(listed(fixture)).isEmpty();
    }
  }

  @Test
  void classes_whose_students_the_guard_held_are_found_when_these_go() {
    try (var fixture = RosterFixture.students(200, 17)) {
      reuse(fixture, 20);

      var held = fixture.run(SyncMode.SYNC_MODE_AUTO);

      assertThat(held.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN);
      assertThat(reused(held)).isEmpty();
      fixture.sync();
      assertThat(reused(fixture.state().getLatestRun()))
          .extracting(Finding::getCount)
          .containsExactly(20L);
      assertThat(listed(fixture)).extracting(Finding::getCount).containsExactly(20L);
    }
  }

  /** Gives the ids of so many sections to classes of other courses with other students. */
  private static void reuse(RosterFixture fixture, int count) {
    var roster = fixture.roster();
    var sections =
        RosterFixture.of(roster, Section.class).stream()
            .filter(each -> each.getStudentsCount() > 0 && each.hasCourse())
            .toList();
    var students =
        RosterFixture.of(roster, User.class).stream()
            .filter(User::hasStudent)
            .map(User::getName)
            .toList();
    for (var section : sections.subList(0, count)) {
      var like =
          sections.stream()
              .skip(count)
              .filter(each -> !each.getCourse().equals(section.getCourse()))
              .findFirst()
              .orElseThrow();
      var others =
          students.stream()
              .filter(name -> !section.getStudentsList().contains(name))
              .limit(5)
              .map(SectionReuseTest::id)
              .toList();
      fixture.clever.apply(
          new RosterChange.ReuseSection(
              id(section.getName()),
              id(like.getName()),
              section.getTeachersList().stream().map(SectionReuseTest::id).toList(),
              others));
    }
  }

  private static List<Finding> reused(SyncRun run) {
    return reused(run.getFindingsList());
  }

  private static List<Finding> listed(RosterFixture fixture) {
    return reused(
        SyncServiceGrpc.newBlockingStub(fixture.server.channel())
            .withCallCredentials(
                TestServer.bearer(fixture.server.issuer().token(TestServer.OPERATOR)))
            .listFindings(ListFindingsRequest.newBuilder().setParent(fixture.district).build())
            .getFindingsList());
  }

  private static List<Finding> reused(List<Finding> findings) {
    return findings.stream()
        .filter(each -> each.getKind() == FindingKind.FINDING_KIND_SECTION_REUSED)
        .toList();
  }

  private static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
