package dev.homeroom.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.v1.BatchGetSectionsRequest;
import dev.homeroom.v1.CountRosterRequest;
import dev.homeroom.v1.DiffRevisionsRequest;
import dev.homeroom.v1.GetSectionRequest;
import dev.homeroom.v1.GetSectionRosterRequest;
import dev.homeroom.v1.ListSectionsRequest;
import dev.homeroom.v1.RosterServiceGrpc.RosterServiceBlockingStub;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.SectionFilter;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.User;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Users whom records name and who are not in the roster: nobody is told of them. */
final class LeftOutUsersTest {
  @Test
  void a_user_whom_the_declared_share_leaves_out_is_named_nowhere() {
    try (var fixture = RosterFixture.sharing(120, 31, LeftOutUsersTest::firstSchool)) {
      var truth = AccessTruth.of(fixture.clever);
      var school = truth.schools().firstKey();
      var section = truth.sectionsAt(Set.of(school)).iterator().next();
      var here = truth.people(Set.of(section), "students").iterator().next();
      var there = elsewhere(truth, school);
      fixture.clever.apply(new RosterChange.AddContact(List.of(here, there)));
      fixture.sync();
      var teacher = truth.people(Set.of(section), "teachers").iterator().next();

      for (var reader :
          List.of(
              fixture.app(),
              fixture.server.roster(TestServer.REVIEWER),
              fixture
                  .server
                  .roster(TestServer.APP)
                  .withCallCredentials(
                      TestServer.bearer(
                          fixture
                              .server
                              .issuer()
                              .idToken(fixture.clever.districtId(), teacher))))) {
        assertNowhere(fixture, reader, section, there);
      }
      var contact =
          RosterFixture.of(fixture.roster(), User.class).stream()
              .filter(user ->
                  user.getContact().getStudentRelationshipsList().stream()
                      .anyMatch(each -> each.getStudent().endsWith(here)))
              .toList();
      assertThat(contact).isNotEmpty();
    }
  }

  @Test
  void a_user_who_goes_is_named_no_more_and_is_named_again_on_return() {
    try (var fixture = RosterFixture.students(60, 5)) {
      var truth = AccessTruth.of(fixture.clever);
      var student = truth.holding(Set.of("student")).getFirst();
      var section = truth.attended(student).iterator().next();
      var before = section(fixture, section);
      assertThat(before.toString()).contains(student);

      fixture.clever.apply(new RosterChange.Remove(RecordType.USERS, student));
      long without = fixture.sync();

      assertNowhere(fixture, fixture.app(), section, student);
      assertThat(fixture.roster(without - 1).get(before.getName())).isEqualTo(before);
      assertThat(changed(fixture, without - 1, before)).containsExactly("students");

      fixture.clever.apply(new RosterChange.Restore(RecordType.USERS, student));
      fixture.sync();

      assertThat(section(fixture, section)).isEqualTo(before);
      assertThat(fixture.roster(without).toString()).doesNotContain(student);
    }
  }

  private static void assertNowhere(
      RosterFixture fixture, RosterServiceBlockingStub reader, String section, String user) {
    var named = fixture.district + "/users/" + user;
    var parent = fixture.district;
    var name = parent + "/sections/" + section;
    Map<String, Message> roster = fixture.roster(reader);
    assertThat(roster.values()).noneMatch(record -> record.toString().contains(user));
    assertThat(reader.getSection(GetSectionRequest.newBuilder().setName(name).build()).toString())
        .doesNotContain(user);
    assertThat(
            reader
                .getSectionRoster(GetSectionRosterRequest.newBuilder().setSection(name).build())
                .toString())
        .doesNotContain(user);
    assertThat(
            reader
                .batchGetSections(
                    BatchGetSectionsRequest.newBuilder().setParent(parent).addNames(name).build())
                .toString())
        .doesNotContain(user);
    for (var filter :
        List.of(
            SectionFilter.newBuilder().setUser(named).build(),
            SectionFilter.newBuilder().setStudent(named).build())) {
      assertThat(
              reader
                  .listSections(
                      ListSectionsRequest.newBuilder().setParent(parent).setFilter(filter).build())
                  .getSectionsList())
          .isEmpty();
    }
    var sections = RosterFixture.of(roster, Section.class);
    assertThat(
            reader
                .countRoster(CountRosterRequest.newBuilder().setParent(parent).build())
                .getCounts()
                .getEnrollments())
        .isEqualTo(sections.stream().mapToInt(Section::getStudentsCount).sum());
  }

  private static Sharing firstSchool(Sandbox clever) {
    return Sharing.newBuilder()
        .setType(SharingType.SHARING_TYPE_SCHOOLS)
        .addSchools(AccessTruth.of(clever).schools().firstKey())
        .build();
  }

  private static String elsewhere(AccessTruth truth, String school) {
    return truth.holding(Set.of("student")).stream()
        .filter(id -> !truth.schoolsOf(id, "student").contains(school))
        .findFirst()
        .orElseThrow();
  }

  /** In which fields differences say that the section has changed since. */
  private static List<String> changed(RosterFixture fixture, long since, Section section) {
    return fixture
        .app()
        .diffRevisions(
            DiffRevisionsRequest.newBuilder()
                .setParent(fixture.district)
                .setFromRevision(since)
                .setPageSize(500)
                .build())
        .getDifferencesList()
        .stream()
        .filter(each -> each.getName().equals(section.getName()))
        .flatMap(each -> each.getChangedFieldsList().stream())
        .toList();
  }

  private static Section section(RosterFixture fixture, String id) {
    return fixture
        .app()
        .getSection(
            GetSectionRequest.newBuilder().setName(fixture.district + "/sections/" + id).build());
  }
}
