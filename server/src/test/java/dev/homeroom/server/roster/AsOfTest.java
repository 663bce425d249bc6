package dev.homeroom.server.roster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.v1.AsOf;
import dev.homeroom.v1.Course;
import dev.homeroom.v1.GetSectionRequest;
import dev.homeroom.v1.GetSectionRosterRequest;
import dev.homeroom.v1.GetUserRequest;
import dev.homeroom.v1.ListSectionsRequest;
import dev.homeroom.v1.ListUsersRequest;
import dev.homeroom.v1.School;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.SectionFilter;
import dev.homeroom.v1.SectionRoster;
import dev.homeroom.v1.Term;
import dev.homeroom.v1.User;
import dev.homeroom.v1.UserFilter;
import dev.homeroom.v1.UserRole;
import io.grpc.Status;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Rosters as they were, against what a client read while they were so. */
final class AsOfTest {
  private static final Map<Long, Map<String, Message>> SEEN = new TreeMap<>();
  private static final Map<Long, SectionRoster> CLASSES = new TreeMap<>();
  private static final Map<Long, Instant> TIMES = new TreeMap<>();

  @SuppressWarnings("NullAway.Init")
  private static RosterFixture fixture;

  @SuppressWarnings("NullAway.Init")
  private static Section section;

  @SuppressWarnings("NullAway.Init")
  private static User left;

  /** Five revisions, in which one student leaves, one returns, and much else happens. */
  @BeforeAll
  static void live() {
    fixture = RosterFixture.students(60, 11);
    section =
        RosterFixture.of(fixture.roster(), Section.class).stream()
            .filter(each -> each.getStudentsCount() > 3)
            .findFirst()
            .orElseThrow();
    left =
        RosterFixture.of(fixture.roster(), User.class).stream()
            .filter(each -> each.getName().equals(section.getStudents(0)))
            .findFirst()
            .orElseThrow();
    see(1);
    fixture.clever.drift(8);
    see(fixture.sync());
    fixture.clever.apply(new RosterChange.Remove(RecordType.USERS, id(left.getName())));
    see(fixture.sync());
    fixture.clever.apply(
        new RosterChange.RenameSection(id(section.getName()), "Renamed"),
        new RosterChange.Restore(RecordType.USERS, id(left.getName())));
    see(fixture.sync());
    fixture.clever.drift(8);
    see(fixture.sync());
  }

  @AfterAll
  static void stop() {
    fixture.close();
    SEEN.clear();
    CLASSES.clear();
    TIMES.clear();
  }

  @Test
  void every_revision_can_be_listed_as_it_was() {
    assertThat(SEEN.keySet()).containsExactly(1L, 2L, 3L, 4L, 5L);
    SEEN.forEach((revision, roster) ->
        assertThat(fixture.roster(revision)).as("revision %s", revision).isEqualTo(roster));
  }

  @Test
  void a_time_stands_for_the_revision_that_was_newest_then() {
    TIMES.forEach((revision, time) ->
        assertThat(fixture.roster(Optional.of(at(time))))
            .as("revision %s", revision)
            .isEqualTo(SEEN.get(revision)));
  }

  @Test
  void a_section_roster_is_as_it_was_with_everything_in_it() {
    assertThat(CLASSES).hasSize(5);
    assertThat(seen(CLASSES, 4L).getSection().getDisplayName()).isEqualTo("Renamed");
    assertThat(names(seen(CLASSES, 2L))).contains(left.getName());
    assertThat(names(seen(CLASSES, 3L))).doesNotContain(left.getName());
    CLASSES.forEach((revision, roster) ->
        assertThat(
                fixture
                    .app()
                    .getSectionRoster(
                        GetSectionRosterRequest.newBuilder()
                            .setSection(section.getName())
                            .setAsOf(at(revision))
                            .build()))
            .isEqualTo(roster));
  }

  @Test
  void a_record_that_left_is_found_in_each_of_its_lives_and_not_between() {
    for (long revision : List.of(1L, 2L, 4L, 5L)) {
      assertThat(user(left.getName(), revision))
          .isEqualTo(seen(SEEN, revision).get(left.getName()))
          .isNotNull();
    }
    assertThat(Refused.by(() -> user(left.getName(), 3)).reason()).isEqualTo("RECORD_NOT_FOUND");
  }

  @Test
  void sections_of_a_user_or_a_school_and_users_of_a_role_are_those_of_then() {
    for (var seen : SEEN.entrySet()) {
      var sections = RosterFixture.of(seen.getValue(), Section.class);
      var members = new HashMap<String, List<Section>>();
      for (var each : sections.subList(0, 5)) {
        for (var member : List.of(each.getStudents(0), each.getTeachers(0))) {
          members.put(
              member,
              sections.stream()
                  .filter(one ->
                      one.getStudentsList().contains(member)
                          || one.getTeachersList().contains(member))
                  .toList());
        }
      }
      members.forEach(
          (member, theirs) -> assertThat(sections(seen.getKey(), member, "")).isEqualTo(theirs));
      var school = sections.getFirst().getSchool();
      assertThat(sections(seen.getKey(), "", school))
          .isEqualTo(sections.stream().filter(s -> s.getSchool().equals(school)).toList());
      assertThat(students(seen.getKey()))
          .isEqualTo(
              RosterFixture.of(seen.getValue(), User.class).stream()
                  .filter(User::hasStudent)
                  .toList());
    }
  }

  @Test
  void a_reviewer_may_ask_too() {
    assertThat(
            fixture
                .server
                .roster(TestServer.REVIEWER)
                .getUser(
                    GetUserRequest.newBuilder().setName(left.getName()).setAsOf(at(1)).build()))
        .isEqualTo(left);
  }

  @TestFactory
  Stream<DynamicTest> a_moment_that_is_none_is_refused() {
    return Stream.of(
        refused("no moment", "INVALID_FIELD", AsOf.getDefaultInstance()),
        refused("revision 0", "INVALID_FIELD", at(0)),
        refused("a negative revision", "INVALID_FIELD", at(-1)),
        refused(
            "no time",
            "INVALID_FIELD",
            AsOf.newBuilder().setTime(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE)).build()),
        refused("the next revision", "REVISION_IN_FUTURE", at(6)),
        refused("tomorrow", "REVISION_IN_FUTURE", at(Instant.now().plusSeconds(86_400))));
  }

  @Test
  void a_time_before_the_first_revision_is_out_of_range() {
    var refused =
        Refused.by(() -> fixture.roster(Optional.of(at(Instant.parse("2020-01-01T00:00:00Z")))));

    assertThat(refused.code()).isEqualTo(Status.Code.OUT_OF_RANGE);
    assertThat(refused.reason()).isEqualTo("HISTORY_TRIMMED");
    assertThat(refused.metadata()).containsEntry("oldestRevision", "1");
  }

  @Test
  void a_page_token_belongs_to_its_moment() {
    var first = sectionPage(at(2), "");

    assertThat(sectionPage(at(2), first).isEmpty()).isFalse();
    assertThat(Refused.by(() -> sectionPage(at(3), first)).reason())
        .isEqualTo("PAGE_TOKEN_INVALID");
  }

  private static String sectionPage(AsOf asOf, String token) {
    return fixture
        .app()
        .listSections(
            ListSectionsRequest.newBuilder()
                .setParent(fixture.district)
                .setPageSize(2)
                .setPageToken(token)
                .setAsOf(asOf)
                .build())
        .getNextPageToken();
  }

  @Test
  void every_type_is_archived_and_restored_under_its_id_and_each_life_can_be_read() {
    try (var district = RosterFixture.students(30, 5)) {
      var whole = district.roster();
      var lives = new HashMap<RecordType, String>();
      lives.put(RecordType.TERMS, RosterFixture.of(whole, Term.class).getFirst().getName());
      lives.put(RecordType.COURSES, RosterFixture.of(whole, Course.class).getFirst().getName());
      lives.put(RecordType.SECTIONS, RosterFixture.of(whole, Section.class).getFirst().getName());
      lives.put(RecordType.USERS, RosterFixture.of(whole, User.class).getFirst().getName());
      lives.put(RecordType.SCHOOLS, RosterFixture.of(whole, School.class).getFirst().getName());

      lives.forEach((type, name) -> district.clever.apply(new RosterChange.Remove(type, id(name))));
      assertThat(district.sync()).isEqualTo(2);
      lives.forEach(
          (type, name) -> district.clever.apply(new RosterChange.Restore(type, id(name))));
      assertThat(district.sync()).isEqualTo(3);

      var without = new TreeMap<>(whole);
      without.keySet().removeAll(lives.values());
      assertThat(district.roster(1)).isEqualTo(whole);
      assertThat(district.roster(2)).isEqualTo(without);
      assertThat(district.roster(3)).isEqualTo(whole);
      assertThat(district.roster()).isEqualTo(whole);
    }
  }

  private static void see(long revision) {
    SEEN.put(revision, fixture.roster());
    CLASSES.put(
        revision,
        fixture
            .app()
            .getSectionRoster(
                GetSectionRosterRequest.newBuilder().setSection(section.getName()).build()));
    TIMES.put(revision, Instant.now());
  }

  private static <T> T seen(Map<Long, T> all, long revision) {
    return requireNonNull(all.get(revision));
  }

  private static List<String> names(SectionRoster roster) {
    return roster.getStudentsList().stream().map(User::getName).toList();
  }

  private static User user(String name, long revision) {
    return fixture
        .app()
        .getUser(GetUserRequest.newBuilder().setName(name).setAsOf(at(revision)).build());
  }

  private static List<Section> sections(long revision, String user, String school) {
    return fixture
        .app()
        .listSections(
            ListSectionsRequest.newBuilder()
                .setParent(fixture.district)
                .setPageSize(1000)
                .setFilter(SectionFilter.newBuilder().setUser(user).setSchool(school))
                .setAsOf(at(revision))
                .build())
        .getSectionsList();
  }

  private static List<User> students(long revision) {
    return fixture
        .app()
        .listUsers(
            ListUsersRequest.newBuilder()
                .setParent(fixture.district)
                .setPageSize(1000)
                .setFilter(UserFilter.newBuilder().setRole(UserRole.USER_ROLE_STUDENT))
                .setAsOf(at(revision))
                .build())
        .getUsersList();
  }

  private static DynamicTest refused(String which, String reason, AsOf asOf) {
    Supplier<?> call =
        () ->
            fixture
                .app()
                .getSection(
                    GetSectionRequest.newBuilder()
                        .setName(section.getName())
                        .setAsOf(asOf)
                        .build());
    return DynamicTest.dynamicTest(
        which,
        () -> {
          var refused = Refused.by(call);
          assertThat(refused.reason()).isEqualTo(reason);
          assertThat(refused.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        });
  }

  private static AsOf at(long revision) {
    return AsOf.newBuilder().setRevision(revision).build();
  }

  private static AsOf at(Instant time) {
    return AsOf.newBuilder()
        .setTime(Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano()))
        .build();
  }

  private static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
