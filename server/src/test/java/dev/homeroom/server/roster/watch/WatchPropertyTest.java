package dev.homeroom.server.roster.watch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.server.ServerConfig;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.v1.Course;
import dev.homeroom.v1.District;
import dev.homeroom.v1.School;
import dev.homeroom.v1.Section;
import dev.homeroom.v1.Term;
import dev.homeroom.v1.User;
import dev.homeroom.v1.WatchRosterRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever happens in a district, and wherever and whenever a client is cut off and goes on, what
 * it has made of the messages at each bookmark is the roster of the bookmark's revision.
 */
final class WatchPropertyTest {
  private static final int ROUNDS = 9;

  /** A client, and what it should have of a roster. */
  private record Client(Replica replica, Predicate<Message> view) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void replaying_a_watch_that_is_cut_off_anywhere_gives_the_roster(long seed) {
    var random = new Random(seed);
    try (var fixture = RosterFixture.students(25, seed)) {
      var servers = List.of(fixture.server, fixture.server.sibling(ServerConfig.History.USUAL));
      var rosters = new TreeMap<Long, Map<String, Message>>();
      rosters.put(1L, fixture.roster());
      var clients = clients(fixture, rosters.get(1L));
      var gone = new TreeMap<String, RecordType>();

      for (int round = 0; round < ROUNDS; round++) {
        for (var client : clients) {
          if (random.nextBoolean()) {
            follow(random, servers, client, rosters, random.nextInt(60));
          }
        }
        change(fixture, random, gone, rosters.lastEntry().getValue());
        rosters.put(fixture.sync(), fixture.roster());
      }
      for (var client : clients) {
        while (client.replica().revision() < rosters.lastKey()) {
          follow(random, servers, client, rosters, 40);
        }
      }

      assertThat(rosters).as("seed %s", seed).hasSizeGreaterThan(ROUNDS / 2);
      rosters.forEach((revision, roster) ->
          assertThat(fixture.roster(revision))
              .as("seed %s, revision %s", seed, revision)
              .isEqualTo(roster));
    }
  }

  /** Takes some messages, at least one, and no more than are there. */
  private static void follow(
      Random random,
      List<TestServer> servers,
      Client client,
      NavigableMap<Long, Map<String, Message>> rosters,
      int most) {
    var server = servers.get(random.nextInt(servers.size()));
    try (var watching = Watching.open(server, client.replica().request())) {
      for (int i = 0; i <= most; i++) {
        if (client.replica().take(watching.next())) {
          var expected = new TreeMap<>(requireNonNull(rosters.get(client.replica().revision())));
          expected.values().removeIf(client.view().negate());
          assertThat(client.replica().records()).isEqualTo(expected);
          if (client.replica().revision() == rosters.lastKey()) {
            return;
          }
        }
      }
    }
  }

  /** One who wants everything, one who wants some types, one who wants a school. */
  private static List<Client> clients(RosterFixture fixture, Map<String, Message> roster) {
    var all = WatchRosterRequest.newBuilder().setParent(fixture.district);
    var school = RosterFixture.of(roster, Section.class).getFirst().getSchool();
    return List.of(
        new Client(new Replica(all.build()), _ -> true),
        new Client(
            new Replica(
                all.clone()
                    .addTypes(dev.homeroom.v1.RecordType.RECORD_TYPE_USER)
                    .addTypes(dev.homeroom.v1.RecordType.RECORD_TYPE_COURSE)
                    .build()),
            record -> record instanceof User || record instanceof Course),
        new Client(
            new Replica(all.clone().addSchools(school).build()),
            record ->
                switch (record) {
                  case School one -> one.getName().equals(school);
                  case Section one -> one.getSchool().equals(school);
                  case User one -> schools(one).contains(school);
                  case District _, Term _, Course _ -> true;
                  default -> false;
                }));
  }

  private static Set<String> schools(User user) {
    var schools = new HashSet<String>();
    schools.addAll(user.getStudent().getSchoolsList());
    schools.add(user.getStudent().getSchool());
    schools.addAll(user.getTeacher().getSchoolsList());
    schools.add(user.getTeacher().getSchool());
    schools.addAll(user.getStaff().getSchoolsList());
    return schools;
  }

  /** Drift, or records of any type that go or come back. */
  private static void change(
      RosterFixture fixture,
      Random random,
      Map<String, RecordType> gone,
      Map<String, Message> roster) {
    if (random.nextInt(3) > 0) {
      attempt(() -> fixture.clever.drift(3 + random.nextInt(10)));
    }
    if (random.nextBoolean()) {
      for (var back : List.copyOf(gone.entrySet())) {
        attempt(
            () -> fixture.clever.apply(new RosterChange.Restore(back.getValue(), back.getKey())));
      }
      gone.clear();
    } else {
      var names = new ArrayList<>(roster.keySet());
      for (int i = 0; i < 4; i++) {
        var parts = names.get(random.nextInt(names.size())).split("/", -1);
        if (parts.length == 4) {
          var type =
              switch (parts[2]) {
                case "schools" -> RecordType.SCHOOLS;
                case "terms" -> RecordType.TERMS;
                case "courses" -> RecordType.COURSES;
                case "sections" -> RecordType.SECTIONS;
                default -> RecordType.USERS;
              };
          attempt(() -> {
            fixture.clever.apply(new RosterChange.Remove(type, parts[3]));
            gone.put(parts[3], type);
          });
        }
      }
    }
  }

  /** The sandbox refuses what cannot happen in the district as it has become; so be it. */
  private static void attempt(Runnable change) {
    try {
      change.run();
    } catch (IllegalArgumentException impossible) {
      assertThat(impossible).hasMessageNotContaining("null");
    }
  }
}
