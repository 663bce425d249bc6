package dev.homeroom.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import dev.homeroom.server.Refused;
import dev.homeroom.v1.AsOf;
import dev.homeroom.v1.BatchGetSectionsRequest;
import dev.homeroom.v1.GetSectionRosterRequest;
import dev.homeroom.v1.GetUserRequest;
import dev.homeroom.v1.ListDistrictsRequest;
import dev.homeroom.v1.ListSectionsRequest;
import dev.homeroom.v1.ListUsersRequest;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.SectionFilter;
import dev.homeroom.v1.User;
import io.grpc.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What each kind of caller is told of a district, against what Clever says of it. */
final class ScopeTest {
  @SuppressWarnings("NullAway.Init")
  private static AccessDistricts town;

  @SuppressWarnings("NullAway.Init")
  private static Map<String, Message> whole;

  @BeforeAll
  static void start() {
    town = AccessDistricts.shared();
    whole = town.fixture.roster();
  }

  @TestFactory
  Stream<DynamicTest> lists_tell_all_that_a_caller_may_see_and_nothing_else() {
    return TestCaller.all(town).stream()
        .map(visitor ->
            DynamicTest.dynamicTest(
                visitor.kind(),
                () -> assertThat(told(visitor)).isEqualTo(visitor.sees().of(whole))));
  }

  @TestFactory
  Stream<DynamicTest> a_section_roster_tells_people_as_their_own_records_do() {
    return TestCaller.all(town).stream()
        .map(visitor ->
            DynamicTest.dynamicTest(
                visitor.kind(),
                () -> {
                  var expected = visitor.sees().of(whole);
                  for (var id : visitor.sees().sections().keySet().stream().limit(5).toList()) {
                    var name = name("sections", id);
                    var roster =
                        as(visitor)
                            .getSectionRoster(
                                GetSectionRosterRequest.newBuilder().setSection(name).build());
                    assertThat(roster.getSection()).isEqualTo(expected.get(name));
                    assertThat(roster.getTeachersList())
                        .allSatisfy(
                            user -> assertThat(user).isEqualTo(expected.get(user.getName())));
                    assertThat(roster.getStudentsList())
                        .allSatisfy(
                            user -> assertThat(user).isEqualTo(expected.get(user.getName())));
                    assertThat(names(roster.getStudentsList()))
                        .isEqualTo(seated(roster.getSection(), expected));
                  }
                }));
  }

  /** A read with a mask is a snapshot of several statements; without one it is one round trip. */
  @TestFactory
  Stream<DynamicTest> a_round_trip_tells_what_a_snapshot_tells() {
    return TestCaller.all(town).stream()
        .filter(this::seesSections)
        .map(visitor ->
            DynamicTest.dynamicTest(
                visitor.kind(),
                () -> {
                  var roster = as(visitor);
                  var told = visitor.sees().of(whole).keySet();
                  for (var name : some(told, "sections")) {
                    var request = GetSectionRosterRequest.newBuilder().setSection(name).build();
                    assertThat(roster.getSectionRoster(request))
                        .isEqualTo(
                            roster.getSectionRoster(
                                request.toBuilder()
                                    .setUserReadMask(everyField(User.getDescriptor()))
                                    .build()));
                  }
                  for (var name : some(told, "users")) {
                    var request = GetUserRequest.newBuilder().setName(name).build();
                    assertThat(roster.getUser(request))
                        .isEqualTo(
                            roster.getUser(
                                request.toBuilder()
                                    .setReadMask(everyField(User.getDescriptor()))
                                    .build()));
                  }
                  var request =
                      BatchGetSectionsRequest.newBuilder()
                          .setParent(town.fixture.district)
                          .addAllNames(some(told, "sections"))
                          .build();
                  assertThat(roster.batchGetSections(request))
                      .isEqualTo(
                          roster.batchGetSections(
                              request.toBuilder()
                                  .setReadMask(everyField(Section.getDescriptor()))
                                  .build()));
                }));
  }

  /** Returns whether there is something to compare; an app's bound may leave a person nothing. */
  private boolean seesSections(TestCaller caller) {
    return !caller.kind().contains(" through ")
        || caller.sees().of(whole).keySet().stream().anyMatch(name -> name.contains("/sections/"));
  }

  private static List<String> some(Set<String> names, String collection) {
    var some =
        names.stream()
            .filter(name -> name.contains("/" + collection + "/"))
            .sorted()
            .limit(8)
            .toList();
    assertThat(some).isNotEmpty();
    return some;
  }

  private static FieldMask everyField(Descriptor type) {
    return FieldMask.newBuilder()
        .addAllPaths(type.getFields().stream().map(FieldDescriptor::getName).toList())
        .build();
  }

  @Test
  void a_classmate_who_is_hidden_is_not_found_by_name_list_or_filter() {
    var truth = town.truth;
    var student = studentWithClassmate();
    var classmate =
        truth.people(truth.attended(student), "students").stream()
            .filter(id -> !id.equals(student))
            .findFirst()
            .orElseThrow();
    var roster =
        RosterServiceGrpc.newBlockingStub(town.server().channel())
            .withCallCredentials(town.user(student));

    assertThat(
            roster
                .listSections(
                    ListSectionsRequest.newBuilder()
                        .setParent(town.fixture.district)
                        .setFilter(SectionFilter.newBuilder().setUser(name("users", classmate)))
                        .build())
                .getSectionsList())
        .isEmpty();
    assertThat(
            Refused.by(() ->
                    roster.getUser(
                        GetUserRequest.newBuilder().setName(name("users", classmate)).build()))
                .reason())
        .isEqualTo("RECORD_NOT_FOUND");
  }

  @Test
  void people_read_the_present_only() {
    var student = town.truth.holding(Set.of("student")).getFirst();
    var request =
        ListUsersRequest.newBuilder()
            .setParent(town.fixture.district)
            .setAsOf(AsOf.newBuilder().setRevision(1))
            .build();

    var refused =
        Refused.by(() ->
            RosterServiceGrpc.newBlockingStub(town.server().channel())
                .withCallCredentials(town.user(student))
                .listUsers(request));

    assertThat(refused.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(refused.reason()).isEqualTo("FIELD_NOT_GRANTED");
    assertThat(refused.metadata()).containsEntry("field", "as_of");
  }

  @Test
  void districts_are_listed_to_those_whose_they_are() {
    for (var visitor : TestCaller.all(town)) {
      var ids =
          as(visitor)
              .listDistricts(ListDistrictsRequest.getDefaultInstance())
              .getDistrictsList()
              .stream()
              .map(district -> district.getName())
              .collect(Collectors.toSet());
      assertThat(ids)
          .as(visitor.kind())
          .isEqualTo(
              visitor.twin()
                  ? Set.of(town.fixture.district, "districts/" + town.twin)
                  : Set.of(town.fixture.district));
    }
  }

  private static String studentWithClassmate() {
    return town.truth.holding(Set.of("student")).stream()
        .filter(id -> town.truth.people(town.truth.attended(id), "students").size() > 1)
        .findFirst()
        .orElseThrow();
  }

  private static RosterServiceGrpc.RosterServiceBlockingStub as(TestCaller visitor) {
    return RosterServiceGrpc.newBlockingStub(town.server().channel())
        .withCallCredentials(visitor.token());
  }

  private static Map<String, Message> told(TestCaller visitor) {
    var all = new HashMap<>(town.fixture.roster(as(visitor)));
    all.remove(town.fixture.district);
    return all;
  }

  private static Set<String> names(List<User> users) {
    return users.stream().map(User::getName).collect(Collectors.toSet());
  }

  private static Set<String> seated(Section section, Map<String, Message> expected) {
    return section.getStudentsList().stream()
        .filter(expected::containsKey)
        .collect(Collectors.toSet());
  }

  private static String name(String collection, String id) {
    return town.fixture.district + "/" + collection + "/" + id;
  }
}
