package dev.homeroom.server.access;

import static dev.homeroom.sandbox.share.CaseFolding.folded;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import dev.homeroom.server.Refused;
import dev.homeroom.server.roster.record.ReadMask;
import dev.homeroom.v1.AsOf;
import dev.homeroom.v1.BatchGetSectionsRequest;
import dev.homeroom.v1.BatchGetUsersRequest;
import dev.homeroom.v1.CountRosterRequest;
import dev.homeroom.v1.Course;
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
import dev.homeroom.v1.RosterCounts;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.RosterServiceGrpc.RosterServiceBlockingStub;
import dev.homeroom.v1.School;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.SectionFilter;
import dev.homeroom.v1.Term;
import dev.homeroom.v1.User;
import dev.homeroom.v1.UserFilter;
import dev.homeroom.v1.UserRole;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Tries, at random and as everybody, to be told more than may be: with the ids of others, of the
 * other district and of nobody, with filters and moments, with page tokens that are stolen or
 * edited. Fails with an {@link AssertionError} that says what was told, with another exception
 * where the server breaks. Safe for any threads.
 */
final class Probing {
  private static final Section NOWHERE = Section.getDefaultInstance();

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

  private static final Set<String> OF_A_RECORD =
      Set.of("RECORD_NOT_FOUND", "DISTRICT_NOT_FOUND", "FIELD_NOT_GRANTED");

  private final AccessDistricts town;
  private final AccessDistricts.TwinGate gate;
  private final Channel channel;
  private final long seed;
  private final Map<String, Message> whole;
  private final List<String> names;
  private final List<Known> visitors;

  /** Page tokens, each with whose it is and of which list. */
  private final Map<String, Origin> tokens = new ConcurrentHashMap<>();

  /**
   * Nothing is tried yet.
   *
   * @param channel to a server of the town
   * @param seed for whoever reads a failure
   */
  Probing(AccessDistricts town, Channel channel, long seed) {
    this(town, channel, seed, AccessDistricts.TwinGate.NONE);
  }

  /** The same while the twin's declaration has ended. */
  Probing(AccessDistricts town, Channel channel, long seed, AccessDistricts.TwinGate gate) {
    this.gate = gate;
    this.town = town;
    this.channel = channel;
    this.seed = seed;
    this.whole = town.fixture.roster();
    assertThat(whole.values()).noneMatch(this::namesAbsent);
    this.names =
        Stream.concat(
                whole.keySet().stream(), Stream.of(town.fixture.district + "/users/" + town.absent))
            .toList();
    this.visitors =
        TestCaller.all(town, gate).stream().map(each -> new Known(each, whole)).toList();
  }

  /** One attempt of anybody. */
  void probe(Random random) {
    new Probe(visitors.get(random.nextInt(visitors.size())), random).run();
  }

  private boolean namesAbsent(Message record) {
    return record.toString().contains(town.absent);
  }

  /** How many page tokens have been tried or could be. */
  int tokens() {
    return tokens.size();
  }

  private record Origin(Known known, String list) {}

  /** A visitor with all that the visitor should ever be told. */
  private record Known(TestCaller visitor, Map<String, Message> told, List<String> names) {
    Known(TestCaller visitor, Map<String, Message> whole) {
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
          RosterServiceGrpc.newBlockingStub(channel).withCallCredentials(known.visitor().token());
    }

    void run() {
      try {
        switch (random.nextInt(12)) {
          case 0, 1, 2, 3 -> get(anyName());
          case 4 -> sectionRoster(anyName());
          case 5 -> differences();
          case 6 -> sections();
          case 7, 8 -> users();
          case 9 -> batch();
          case 10 -> count();
          default -> others();
        }
        assertThat(cheats).as("%s goes on with a token that is not its own", as()).isFalse();
      } catch (StatusRuntimeException refused) {
        reason(refused, REFUSALS);
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
        if (reason(refused, OF_A_RECORD).equals("FIELD_NOT_GRANTED")) {
          assertThat(known.visitor().person()).isTrue();
          return Optional.ofNullable(known.told().get(name));
        }
        return Optional.empty();
      }
    }

    /** Why it was refused. A server that only breaks is not one that tells too much. */
    private String reason(StatusRuntimeException refused, Set<String> expected) {
      var reason = Refused.of(refused).reason();
      if (!expected.contains(reason) && !closed(reason)) {
        throw new IllegalStateException(as() + " is refused otherwise: " + refused, refused);
      }
      return reason;
    }

    /** Whether the twin's gate explains it. */
    private boolean closed(String reason) {
      if (reason.equals("USER_NOT_IN_ROSTER")) {
        return gate != AccessDistricts.TwinGate.NONE
            && known.visitor().kind().endsWith("of the twin");
      }
      return reason.equals(gate.reason) && known.visitor().kind().equals("app");
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
      var filter = SectionFilter.newBuilder();
      var user = anyOf("users");
      switch (random.nextInt(4)) {
        case 0 -> filter.setUser(user);
        case 1 -> filter.setTeacher(user);
        case 2 -> filter.setStudent(user);
        default -> {}
      }
      if (random.nextInt(4) == 0) {
        filter.setSchool(anyOf("schools"));
      }
      var parent = anyDistrict();
      var list = "sections " + parent + filter.build();
      var page =
          roster.listSections(
              ListSectionsRequest.newBuilder()
                  .setParent(parent)
                  .setFilter(filter)
                  .setPageSize(1 + random.nextInt(20))
                  .setPageToken(anyToken(list))
                  .build());
      check(page.getSectionsList());
      keep(list, page.getNextPageToken());
      if (!filter.getUser().isEmpty() && !foreign(user) && !page.getSectionsList().isEmpty()) {
        var id = user.substring(user.lastIndexOf('/') + 1);
        assertThat(known.visitor().sees().tellsSeatsOf(id))
            .as("%s asks for the sections of %s", as(), user)
            .isTrue();
      }
      for (var section : page.getSectionsList()) {
        assertThat(section.getTeachersList().contains(user) || filter.getTeacher().isEmpty())
            .as("%s finds by a teacher only whom the answer names", as())
            .isTrue();
        assertThat(section.getStudentsList().contains(user) || filter.getStudent().isEmpty())
            .as("%s finds by a student only whom the answer names", as())
            .isTrue();
      }
    }

    private void users() {
      var filter = anyUserFilter();
      var parent = anyDistrict();
      var list = "users " + parent + filter;
      var page =
          roster.listUsers(
              ListUsersRequest.newBuilder()
                  .setParent(parent)
                  .setFilter(filter)
                  .setPageSize(1 + random.nextInt(20))
                  .setPageToken(anyToken(list))
                  .build());
      check(page.getUsersList());
      keep(list, page.getNextPageToken());
      assertThat(page.getUsersList())
          .as("%s finds by a filter only what the answer tells: %s", as(), filter)
          .allMatch(user -> foreign(user.getName()) || meets(user, filter));
    }

    /** Asks by what somebody has, be it the prober's to read or not. */
    private UserFilter anyUserFilter() {
      var filter = UserFilter.newBuilder();
      if (random.nextBoolean()) {
        filter.setRole(UserRole.forNumber(random.nextInt(6)));
      }
      var somebody =
          (User)
              Objects.requireNonNull(
                  whole.get(
                      any(
                          whole.keySet().stream()
                              .filter(name -> name.contains("/users/"))
                              .toList())));
      switch (random.nextInt(8)) {
        case 0 -> filter.setEmail(somebody.getEmail());
        case 1 -> filter.setGrade(somebody.getStudent().getGrade());
        case 2 -> filter.setSisId(somebody.getStudent().getSisId());
        case 3 -> filter.setNamePrefix(somebody.getFullName().getLast());
        case 4 -> filter.setSection(anyOf("sections"));
        case 5 -> filter.setContactOf(anyOf("users"));
        case 6 -> filter.setLegacyId(any(legacyIds(somebody)));
        default -> {}
      }
      return filter.build();
    }

    /** Whether what is told of the user meets the filter. */
    private boolean meets(User user, UserFilter filter) {
      var section = known.told().get(filter.getSection()) instanceof Section told ? told : NOWHERE;
      return (filter.getEmail().isEmpty()
              || folded(filter.getEmail()).equals(folded(user.getEmail())))
          && (filter.getGrade().isEmpty() || filter.getGrade().equals(user.getStudent().getGrade()))
          && (filter.getSisId().isEmpty() || sisIds(user).contains(filter.getSisId()))
          && (filter.getLegacyId().isEmpty() || legacyIds(user).contains(filter.getLegacyId()))
          && (filter.getNamePrefix().isEmpty()
              || Stream.of(user.getFullName().getFirst(), user.getFullName().getLast())
                  .anyMatch(name -> begins(name, filter.getNamePrefix())))
          && (filter.getSection().isEmpty()
              || section.getTeachersList().contains(user.getName())
              || section.getStudentsList().contains(user.getName()))
          && (filter.getContactOf().isEmpty()
              || user.getContact().getStudentRelationshipsList().stream()
                  .anyMatch(each -> each.getStudent().equals(filter.getContactOf())));
    }

    private boolean begins(String name, String prefix) {
      return folded(name).startsWith(folded(prefix));
    }

    private List<String> legacyIds(User user) {
      return List.of(
          user.getStudent().getLegacyId(),
          user.getTeacher().getLegacyId(),
          user.getStaff().getLegacyId(),
          user.getDistrictAdmin().getLegacyId(),
          user.getContact().getLegacyId());
    }

    private List<String> sisIds(User user) {
      return List.of(
          user.getStudent().getSisId(),
          user.getTeacher().getSisId(),
          user.getStaff().getStaffId(),
          user.getContact().getSisId());
    }

    /** All of some records, or none of them; with a mask no more than of the whole record. */
    private void batch() {
      var asked = new ArrayList<String>();
      var collection = random.nextBoolean() ? "users" : "sections";
      for (int i = random.nextInt(3); i >= 0; i--) {
        asked.add(anyOf(collection));
      }
      var parent = anyDistrict();
      if (collection.equals("users")) {
        var path = any(List.of("email", "full_name.last", "student.grade", "contact"));
        var mask = FieldMask.newBuilder().addPaths("name").addPaths(path).build();
        var request =
            BatchGetUsersRequest.newBuilder()
                .setParent(parent)
                .addAllNames(asked)
                .setReadMask(mask)
                .build();
        var kept = ReadMask.of("read_mask", mask, User.getDescriptor());
        for (var user : roster.batchGetUsers(request).getUsersList()) {
          if (!foreign(user.getName())) {
            var told = known.told().get(user.getName());
            assertThat(told).as("%s is told %s", as(), user).isNotNull();
            assertThat(user).as(as()).isEqualTo(kept.trim(Objects.requireNonNull(told)));
          }
        }
      } else {
        check(
            roster
                .batchGetSections(
                    BatchGetSectionsRequest.newBuilder()
                        .setParent(parent)
                        .addAllNames(asked)
                        .build())
                .getSectionsList());
      }
    }

    /** As many as the lists would tell. */
    private void count() {
      var parent = anyDistrict();
      var told = roster.countRoster(CountRosterRequest.newBuilder().setParent(parent).build());
      if (foreign(parent + "/")) {
        assertThat(known.visitor().twin()).as("%s counts the twin", as()).isTrue();
        return;
      }
      var users = told(User.class);
      var sections = told(Section.class);
      assertThat(told.getUsers()).as(as()).isEqualTo(users.size());
      assertThat(told.getCounts())
          .as(as())
          .isEqualTo(
              RosterCounts.newBuilder()
                  .setSchools(told(School.class).size())
                  .setTerms(told(Term.class).size())
                  .setCourses(told(Course.class).size())
                  .setSections(sections.size())
                  .setStudents(users.stream().filter(User::hasStudent).count())
                  .setTeachers(users.stream().filter(User::hasTeacher).count())
                  .setStaff(users.stream().filter(User::hasStaff).count())
                  .setDistrictAdmins(users.stream().filter(User::hasDistrictAdmin).count())
                  .setContacts(users.stream().filter(User::hasContact).count())
                  .setEnrollments(sections.stream().mapToInt(Section::getStudentsCount).sum())
                  .setTeacherEnrollments(
                      sections.stream().mapToInt(Section::getTeachersCount).sum())
                  .build());
    }

    private <M extends Message> List<M> told(Class<M> type) {
      return known.told().values().stream().filter(type::isInstance).map(type::cast).toList();
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
        assertThat(namesAbsent(record)).as("%s is told who is gone: %s", as(), record).isFalse();
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
      return "districts/%s/%s/%s".formatted(town.twin, parts[2], AccessDistricts.twin(parts[3]));
    }

    private <T> T any(List<T> from) {
      return from.get(random.nextInt(from.size()));
    }

    private String as() {
      return "seed " + seed + ", " + known.visitor().kind();
    }
  }
}
