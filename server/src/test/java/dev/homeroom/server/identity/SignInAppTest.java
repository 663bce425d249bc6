package dev.homeroom.server.identity;

import static dev.homeroom.server.identity.SignInFixture.CALLBACK;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.server.Refused;
import dev.homeroom.server.TestServer;
import dev.homeroom.testing.Eventually;
import dev.homeroom.v1.GetUserRequest;
import dev.homeroom.v1.ListCoursesRequest;
import dev.homeroom.v1.ListSchoolsRequest;
import dev.homeroom.v1.ListSectionsRequest;
import dev.homeroom.v1.ListTermsRequest;
import dev.homeroom.v1.ListUsersRequest;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.RosterServiceGrpc.RosterServiceBlockingStub;
import dev.homeroom.v1.WhoAmIRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests what a token opens that an app obtained by signing somebody in. */
final class SignInAppTest {
  private static final List<Role> PEOPLE = List.of(Role.STUDENT, Role.TEACHER, Role.DISTRICT_ADMIN);

  @SuppressWarnings("NullAway.Init")
  private static SignInFixture homeroom;

  @SuppressWarnings("NullAway.Init")
  private static Map<String, String> apps;

  @BeforeAll
  static void start() {
    homeroom = new SignInFixture(Clock.systemUTC());
    var school = schools().getFirst();
    apps =
        Map.of(
            "names", grant("fields: [identifier, directory]"),
            "records", grant("fields: [identifier, directory, education_record]"),
            "ids", grant("fields: [identifier]"),
            "school", grant("fields: all, schools: [\"" + school + "\"]"),
            "leaving", grant("fields: all"));
    homeroom.server.grant(apps);
  }

  @AfterAll
  static void stop() {
    homeroom.close();
  }

  private static String grant(String rest) {
    return "role: app, districts: all, %s, redirectUris: [\"%s\"]".formatted(rest, CALLBACK);
  }

  private static List<String> schools() {
    var rows = homeroom.clever.roster().rows(RecordType.SCHOOLS);
    return rows.liveSlots().mapToObj(slot -> rows.id(slot).toString()).toList();
  }

  @Test
  void an_app_that_may_read_everything_reads_what_the_person_may() {
    for (var role : PEOPLE) {
      assertThat(read(signedIn(TestServer.APP, role))).as("%s", role).isEqualTo(read(own(role)));
    }
  }

  @Test
  void no_app_reads_more_of_its_users_than_it_may_read_by_itself() {
    for (var app : List.of("names", "records", "ids", "school")) {
      var granted = read(homeroom.server.issuer().token(app));
      for (var role : PEOPLE) {
        var as = role + " signed in by " + app;
        var told = read(signedIn(app, role));
        var persons = read(own(role));

        told.forEach((name, record) -> {
          assertThat(persons).as(as).containsKey(name);
          assertThat(granted).as(as).containsKey(name);
          assertWithin(as + ": " + name, record, requireNonNull(persons.get(name)));
          assertWithin(as + ": " + name, record, requireNonNull(granted.get(name)));
        });
        if (!app.equals("names") && !app.equals("ids")) {
          var both = new HashSet<>(persons.keySet());
          both.retainAll(granted.keySet());
          assertThat(told.keySet()).as(as).isEqualTo(both);
        }
      }
    }
  }

  @Test
  void rows_tell_an_app_nothing_that_their_fields_would_not() {
    var sections = "/sections/";
    assertThat(read(own(Role.STUDENT)).keySet()).anyMatch(name -> name.contains(sections));
    assertThat(read(signedIn("records", Role.STUDENT)).keySet())
        .anyMatch(name -> name.contains(sections));
    assertThat(read(signedIn("names", Role.STUDENT)).keySet())
        .as("who learns where is of a class that the app may not read")
        .noneMatch(name -> name.contains(sections))
        .contains(homeroom.district + "/users/" + homeroom.user(Role.STUDENT));
  }

  @Test
  void the_own_record_too_tells_only_what_the_app_may_read() {
    var teacher = homeroom.user(Role.TEACHER);
    var request =
        GetUserRequest.newBuilder().setName(homeroom.district + "/users/" + teacher).build();

    assertThat(roster(own(Role.TEACHER)).getUser(request).getFullName().getLast()).isNotEmpty();
    assertThat(roster(signedIn("ids", Role.TEACHER)).getUser(request).getFullName().getLast())
        .isEmpty();
  }

  @Test
  void a_token_opens_nothing_once_its_app_is_granted_nothing() throws IOException {
    var token = signedIn("leaving", Role.TEACHER);
    var who = SignInFixture.with(homeroom.server, token);
    assertThat(who.whoAmI(WhoAmIRequest.getDefaultInstance()).getUser()).isNotEmpty();

    var file = homeroom.server.accessFile();
    var lines =
        Files.readAllLines(file).stream()
            .filter(line -> !line.contains("subject: leaving"))
            .toList();
    Files.write(file, lines);

    var refused =
        Eventually.see(
            () -> {
              try {
                var _ =
                    who.withDeadlineAfter(Duration.ofSeconds(30))
                        .whoAmI(WhoAmIRequest.getDefaultInstance());
                return Optional.<Refused>empty();
              } catch (StatusRuntimeException thrown) {
                return Optional.of(Refused.of(thrown));
              }
            },
            Optional::isPresent);
    assertThat(refused.orElseThrow().code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(refused.orElseThrow().reason()).isEqualTo("TOKEN_REJECTED");
    assertThat(refused.orElseThrow().message()).contains("the app that it was obtained through");
  }

  @Test
  void a_nonce_like_ours_that_no_key_confirms_is_refused_and_any_other_is_the_persons_own() {
    var teacher = homeroom.user(Role.TEACHER);
    var ours = homeroom.begin(TestServer.APP).getNonce();
    var edited = ours.charAt(20) == 'A' ? "B" : "A";
    var forged =
        homeroom
            .clever
            .signIn()
            .idToken(teacher, Optional.of(ours.substring(0, 20) + edited + ours.substring(21)));
    var foreign = homeroom.clever.signIn().idToken(teacher, Optional.of("n-0S6_WzA2Mj"));

    var refused =
        Refused.by(() ->
            SignInFixture.with(homeroom.server, forged).whoAmI(WhoAmIRequest.getDefaultInstance()));
    assertThat(refused.reason()).isEqualTo("TOKEN_REJECTED");
    assertThat(read(foreign)).isEqualTo(read(own(Role.TEACHER)));
  }

  /** Requires each field that is set to equal the other's; a list may have fewer members. */
  private static void assertWithin(String as, Message record, Message other) {
    for (Map.Entry<FieldDescriptor, Object> each : record.getAllFields().entrySet()) {
      var field = each.getKey();
      var place = as + ": " + field.getName();
      if (field.isRepeated()) {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
          assertThat(((List<?>) other.getField(field)).containsAll((List<?>) each.getValue()))
              .as(place)
              .isTrue();
        } else {
          assertThat(other.getRepeatedFieldCount(field))
              .as(place)
              .isGreaterThanOrEqualTo(record.getRepeatedFieldCount(field));
        }
      } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        assertThat(other.hasField(field)).as(place).isTrue();
        assertWithin(place, (Message) each.getValue(), (Message) other.getField(field));
      } else {
        assertThat(other.getField(field)).as(place).isEqualTo(each.getValue());
      }
    }
  }

  /** Everything that lists tell the bearer, by name. */
  private static Map<String, Message> read(String token) {
    var roster = roster(token);
    var all = new TreeMap<String, Message>();
    var parent = homeroom.district;
    roster
        .listSchools(ListSchoolsRequest.newBuilder().setParent(parent).setPageSize(1000).build())
        .getSchoolsList()
        .forEach(each -> all.put(each.getName(), each));
    roster
        .listTerms(ListTermsRequest.newBuilder().setParent(parent).setPageSize(1000).build())
        .getTermsList()
        .forEach(each -> all.put(each.getName(), each));
    roster
        .listCourses(ListCoursesRequest.newBuilder().setParent(parent).setPageSize(1000).build())
        .getCoursesList()
        .forEach(each -> all.put(each.getName(), each));
    roster
        .listSections(ListSectionsRequest.newBuilder().setParent(parent).setPageSize(1000).build())
        .getSectionsList()
        .forEach(each -> all.put(each.getName(), each));
    roster
        .listUsers(ListUsersRequest.newBuilder().setParent(parent).setPageSize(1000).build())
        .getUsersList()
        .forEach(each -> all.put(each.getName(), each));
    return all;
  }

  private static RosterServiceBlockingStub roster(String token) {
    return RosterServiceGrpc.newBlockingStub(homeroom.server.channel())
        .withCallCredentials(TestServer.bearer(token))
        .withDeadlineAfter(Duration.ofSeconds(30));
  }

  private static String signedIn(String app, Role role) {
    var begun = homeroom.begin(app);
    return homeroom
        .as(app)
        .completeLogin(homeroom.returned(begun, homeroom.user(role)))
        .getIdToken();
  }

  /** A token of a login that no app began. */
  private static String own(Role role) {
    return homeroom.clever.signIn().idToken(homeroom.user(role), Optional.empty());
  }
}
