package dev.homeroom.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.homeroom.server.Refused;
import dev.homeroom.v1.AsOf;
import dev.homeroom.v1.DiffRevisionsRequest;
import dev.homeroom.v1.GetCourseRequest;
import dev.homeroom.v1.GetDistrictRequest;
import dev.homeroom.v1.GetSchoolRequest;
import dev.homeroom.v1.GetSectionRequest;
import dev.homeroom.v1.GetSectionRosterRequest;
import dev.homeroom.v1.GetTermRequest;
import dev.homeroom.v1.GetUserRequest;
import dev.homeroom.v1.ListCoursesRequest;
import dev.homeroom.v1.ListSchoolsRequest;
import dev.homeroom.v1.ListSectionsRequest;
import dev.homeroom.v1.ListTermsRequest;
import dev.homeroom.v1.ListUsersRequest;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.RosterServiceGrpc.RosterServiceBlockingStub;
import dev.homeroom.v1.UserRole;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Everybody tries, at random, to be told more than may be: with the ids of others, of the other
 * district and of nobody, with filters and moments, with page tokens that are stolen or edited.
 * {@code -Dhomeroom.probes=500000} tries more, {@code -Dhomeroom.seed=7} the same again.
 */
final class ProbingTest {
  private static final int PROBES = Integer.getInteger("homeroom.probes", 20_000);
  private static final long SEED = Long.getLong("homeroom.seed", 7L);
  private static final int PROBERS = 8;

  /** What an attempt may end in beside an answer. */
  private static final Set<String> REFUSALS =
      Set.of(
          "RECORD_NOT_FOUND",
          "DISTRICT_NOT_FOUND",
          "PAGE_TOKEN_INVALID",
          "FIELD_NOT_GRANTED",
          "ROLE_MISSING",
          "REVISION_IN_FUTURE",
          "INVALID_FIELD");

  @SuppressWarnings("NullAway.Init")
  private static Town town;

  @SuppressWarnings("NullAway.Init")
  private static Map<String, Message> whole;

  @SuppressWarnings("NullAway.Init")
  private static List<String> names;

  /** Page tokens, each with whose it is and of which list. */
  private final Map<String, Origin> tokens = new ConcurrentHashMap<>();

  private record Origin(Known known, String list) {}

  @BeforeAll
  static void start() {
    town = Town.shared();
    whole = town.fixture.roster();
    names = List.copyOf(whole.keySet());
  }

  @Test
  void nobody_is_told_more_than_may_be() throws Exception {
    var visitors = Visitor.all(town).stream().map(each -> new Known(each)).toList();
    try (var probers = Executors.newFixedThreadPool(PROBERS)) {
      var running = new ArrayList<Future<?>>();
      for (int i = 0; i < PROBERS; i++) {
        var random = new Random(SEED * PROBERS + i);
        running.add(
            probers.submit(() -> {
              for (int probe = 0; probe < PROBES / PROBERS; probe++) {
                new Probe(visitors.get(random.nextInt(visitors.size())), random).run();
              }
            }));
      }
      for (var each : running) {
        each.get();
      }
    }
    assertThat(tokens).as("page tokens that were tried").hasSizeGreaterThan(10);
  }

  /** A visitor with all that the visitor should ever be told. */
  private record Known(Visitor visitor, Map<String, Message> told, List<String> names) {
    Known(Visitor visitor) {
      this(visitor, visitor.sees().of(whole), List.of());
    }

    Known {
      names = List.copyOf(told.keySet());
    }
  }

  private final class Probe {
    private final Known known;
    private final Random random;
    private final RosterServiceBlockingStub roster;
    private boolean cheats;

    Probe(Known known, Random random) {
      this.known = known;
      this.random = random;
      this.roster =
          RosterServiceGrpc.newBlockingStub(town.server().channel())
              .withCallCredentials(known.visitor().token());
    }

    void run() {
      try {
        switch (random.nextInt(10)) {
          case 0, 1, 2, 3 -> get(anyName());
          case 4 -> sectionRoster(anyName());
          case 5 -> differences();
          case 6 -> sections();
          case 7 -> users();
          default -> others();
        }
        assertThat(cheats).as("%s goes on with a token that is not its own", as()).isFalse();
      } catch (StatusRuntimeException refused) {
        assertThat(Refused.of(refused).reason()).as("%s: %s", as(), refused).isIn(REFUSALS);
      }
    }

    /** A record is told exactly as it should be, or not found where it should not be told. */
    private void get(String name) {
      var found = find(name);
      if (foreign(name)) {
        return;
      }
      assertThat(found)
          .as("%s asks for %s", as(), name)
          .isEqualTo(Optional.ofNullable(known.told().get(name)));
    }

    private Optional<Message> find(String name) {
      try {
        var asOf = AsOf.newBuilder().setRevision(2).build();
        boolean past = random.nextInt(10) == 0;
        return Optional.of(
            switch (name.split("/", -1)[2]) {
              case "users" -> {
                var request = GetUserRequest.newBuilder().setName(name);
                yield roster.getUser((past ? request.setAsOf(asOf) : request).build());
              }
              case "sections" -> {
                var request = GetSectionRequest.newBuilder().setName(name);
                yield roster.getSection((past ? request.setAsOf(asOf) : request).build());
              }
              case "schools" ->
                  roster.getSchool(GetSchoolRequest.newBuilder().setName(name).build());
              case "terms" -> roster.getTerm(GetTermRequest.newBuilder().setName(name).build());
              default -> roster.getCourse(GetCourseRequest.newBuilder().setName(name).build());
            });
      } catch (StatusRuntimeException refused) {
        var reason = Refused.of(refused).reason();
        if (reason.equals("FIELD_NOT_GRANTED")) {
          assertThat(known.visitor().person()).isTrue();
          return Optional.ofNullable(known.told().get(name));
        }
        assertThat(reason)
            .as("%s asks for %s", as(), name)
            .isIn("RECORD_NOT_FOUND", "DISTRICT_NOT_FOUND");
        return Optional.empty();
      }
    }

    private void sectionRoster(String name) {
      var section = name.replaceFirst("/(users|schools|terms|courses)/", "/sections/");
      var told =
          roster.getSectionRoster(GetSectionRosterRequest.newBuilder().setSection(section).build());
      check(List.of(told.getSection()));
      check(told.getTeachersList());
      check(told.getStudentsList());
      if (told.hasSchool()) {
        check(List.of(told.getSchool()));
      }
      if (told.hasTerm()) {
        check(List.of(told.getTerm()));
      }
      if (told.hasCourse()) {
        check(List.of(told.getCourse()));
      }
    }

    private void differences() {
      var told =
          roster.diffRevisions(
              DiffRevisionsRequest.newBuilder()
                  .setParent(anyDistrict())
                  .setFromRevision(1)
                  .setPageSize(50)
                  .build());
      assertThat(known.visitor().person()).isFalse();
      for (var each : told.getDifferencesList()) {
        if (!foreign(each.getName())
            && whole.containsKey(each.getName())
            && each.getName().contains("/sch")) {
          assertThat(known.told()).as(as()).containsKey(each.getName());
        }
      }
    }

    private void sections() {
      var user = random.nextBoolean() ? "" : anyOf("users");
      var school = random.nextInt(4) == 0 ? anyOf("schools") : "";
      var parent = anyDistrict();
      var list = "sections " + parent + user + school;
      var page =
          roster.listSections(
              ListSectionsRequest.newBuilder()
                  .setParent(parent)
                  .setUser(user)
                  .setSchool(school)
                  .setPageSize(1 + random.nextInt(20))
                  .setPageToken(anyToken(list))
                  .build());
      check(page.getSectionsList());
      keep(list, page.getNextPageToken());
      if (!user.isEmpty() && !foreign(user) && !page.getSectionsList().isEmpty()) {
        var id = user.substring(user.lastIndexOf('/') + 1);
        assertThat(known.visitor().sees().tellsSeatsOf(id))
            .as("%s asks for the sections of %s", as(), user)
            .isTrue();
      }
    }

    private void users() {
      var role = UserRole.forNumber(random.nextInt(6));
      var parent = anyDistrict();
      var list = "users " + parent + role;
      var page =
          roster.listUsers(
              ListUsersRequest.newBuilder()
                  .setParent(parent)
                  .setRole(role)
                  .setPageSize(1 + random.nextInt(20))
                  .setPageToken(anyToken(list))
                  .build());
      check(page.getUsersList());
      keep(list, page.getNextPageToken());
    }

    private void others() {
      var parent = anyDistrict();
      switch (random.nextInt(4)) {
        case 0 -> {
          var list = "schools " + parent;
          var page =
              roster.listSchools(
                  ListSchoolsRequest.newBuilder()
                      .setParent(parent)
                      .setPageSize(1)
                      .setPageToken(anyToken(list))
                      .build());
          check(page.getSchoolsList());
          keep(list, page.getNextPageToken());
        }
        case 1 ->
            check(
                roster
                    .listTerms(ListTermsRequest.newBuilder().setParent(parent).build())
                    .getTermsList());
        case 2 ->
            check(
                roster
                    .listCourses(ListCoursesRequest.newBuilder().setParent(parent).build())
                    .getCoursesList());
        default -> {
          var told = roster.getDistrict(GetDistrictRequest.newBuilder().setName(parent).build());
          assertThat(known.visitor().twin() || told.getName().equals(town.fixture.district))
              .as(as())
              .isTrue();
        }
      }
    }

    private void check(List<? extends Message> records) {
      for (var record : records) {
        var name = (String) record.getField(record.getDescriptorForType().findFieldByName("name"));
        if (foreign(name)) {
          assertThat(known.visitor().twin()).as("%s is told of the twin", as()).isTrue();
        } else {
          assertThat(record).as("%s is told %s", as(), name).isEqualTo(known.told().get(name));
        }
      }
    }

    private String anyName() {
      var name = known.names().isEmpty() || random.nextBoolean() ? any(names) : any(known.names());
      while (name.equals(town.fixture.district)) {
        name = any(names);
      }
      return switch (random.nextInt(8)) {
        case 0 -> twin(name);
        case 1 -> name.substring(0, name.length() - 4) + "0000";
        default -> name;
      };
    }

    private String anyOf(String collection) {
      while (true) {
        var name = anyName();
        if (name.contains("/" + collection + "/")) {
          return name;
        }
      }
    }

    private String anyDistrict() {
      return random.nextInt(8) == 0 ? "districts/" + town.twin : town.fixture.district;
    }

    /** None, one's own, somebody else's, or one that was changed. */
    private String anyToken(String list) {
      var all = List.copyOf(tokens.keySet());
      if (all.isEmpty() || random.nextInt(3) == 0) {
        return "";
      }
      var token = any(all);
      if (random.nextInt(4) == 0) {
        cheats = true;
        int at = random.nextInt(token.length() - 1);
        return token.substring(0, at)
            + (token.charAt(at) == 'x' ? 'y' : 'x')
            + token.substring(at + 1);
      }
      var origin = tokens.get(token);
      cheats =
          origin == null
              || !origin.known().visitor().token().equals(known.visitor().token())
              || !origin.list().equals(list);
      return token;
    }

    private void keep(String list, String token) {
      if (!token.isEmpty() && tokens.size() < 500) {
        tokens.put(token, new Origin(known, list));
      }
    }

    private boolean foreign(String name) {
      return !name.startsWith(town.fixture.district + "/");
    }

    private String twin(String name) {
      var parts = name.split("/", -1);
      return "districts/%s/%s/%s".formatted(town.twin, parts[2], Town.twin(parts[3]));
    }

    private <T> T any(List<T> from) {
      return from.get(random.nextInt(from.size()));
    }

    private String as() {
      return "seed " + SEED + ", " + known.visitor().kind();
    }
  }
}
