package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.SyncState;
import dev.homeroom.sandbox.history.RandomHistory;
import dev.homeroom.sandbox.share.DataAccess;
import dev.homeroom.sandbox.share.Rule;
import dev.homeroom.sandbox.share.Share;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who replays the feed on a copy of what was shared has what is shared: through random changes of
 * the SIS, the share, the data access and the syncs, in both versions (CLEVER.md 4).
 */
final class ReplayTest {
  private static final int STEPS = 14;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void replaying_the_feed_gives_what_is_shared(long seed) throws IOException {
    try (var district = new SharedDistrict(110, seed)) {
      var copies = List.of(new Copy(district, "v3.0"), new Copy(district, "v3.1"));
      var steps = new RandomSteps(district, seed);
      for (var step = 1; step <= STEPS; step++) {
        var taken = steps.take();
        for (var copy : copies) {
          copy.follow();
          copy.isWhatIsShared("seed %d, step %d: %s".formatted(seed, step, taken));
        }
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {31, 32, 33, 34})
  void replaying_the_feed_of_a_history_where_anything_goes_gives_what_is_shared(long seed)
      throws IOException {
    try (var district = new SharedDistrict(110, seed)) {
      var copies = List.of(new Copy(district, "v3.0"), new Copy(district, "v3.1"));
      var history = new RandomHistory(seed, RandomHistory.Profile.ANYTHING);
      for (var number = 1; number <= 2 * STEPS; number++) {
        var sandbox = district.sandbox;
        var step = history.nextStep(sandbox.roster(), sandbox.world().profile().state());
        step.happenTo(sandbox.world(), sandbox.clock());
        for (var copy : copies) {
          copy.follow();
          copy.isWhatIsShared("seed %d, step %d: %s".formatted(seed, number, step));
        }
      }
    }
  }

  @Test
  void the_same_calls_give_the_same_feed() throws IOException {
    assertThat(feedOf(7)).isEqualTo(feedOf(7)).isNotEqualTo(feedOf(8));
  }

  private static List<String> feedOf(long seed) throws IOException {
    try (var district = new SharedDistrict(60, seed)) {
      var steps = new RandomSteps(district, seed);
      for (var step = 0; step < STEPS; step++) {
        steps.take();
      }
      return district.client.pages("/v3.1/events?limit=10000");
    }
  }

  /** A copy of what is shared, kept up by the feed alone. */
  private static final class Copy {
    private final SharedDistrict district;
    private final String version;
    private final Map<String, Map<String, JsonNode>> records = new HashMap<>();
    private String cursor = "";

    Copy(SharedDistrict district, String version) {
      this.district = district;
      this.version = version;
      for (var type : SharedDistrict.TYPES) {
        records.put(type, district.records(version, type));
      }
    }

    void follow() {
      for (var event :
          district.client.walk(
              "/" + version + "/events?limit=500" + SharedDistrict.after(cursor))) {
        assertThat(text(event, "id")).isGreaterThan(cursor);
        cursor = text(event, "id");
        apply(event);
      }
    }

    private void apply(JsonNode event) {
      var parts = text(event, "type").split("\\.", -1);
      var known = Objects.requireNonNull(records.get(parts[0]));
      var object = event.path("data").path("object");
      var id = text(object, "id");
      switch (parts[1]) {
        case "created" -> assertThat(known.put(id, object)).isNull();
        case "updated" -> {
          var before = known.put(id, object);
          assertThat(undone(event)).as(text(event, "type")).isEqualTo(withoutNulls(before));
          assertThat(event.path("data").path("previous_attributes")).isNotEmpty();
        }
        default -> assertThat(known.remove(id)).isEqualTo(object);
      }
      if (!parts[1].equals("updated")) {
        assertThat(event.path("data").has("previous_attributes")).isFalse();
      }
    }

    /** The record before, from the event alone. */
    private static JsonNode undone(JsonNode event) {
      var before = withoutNulls(event.path("data").path("object"));
      event
          .path("data")
          .path("previous_attributes")
          .properties()
          .forEach(old -> {
            assertThat(before.get(old.getKey())).isNotEqualTo(old.getValue());
            if (old.getValue().isNull()) {
              before.remove(old.getKey());
            } else {
              before.set(old.getKey(), old.getValue());
            }
          });
      return before;
    }

    /** A key that is absent and one that is null mean the same (CLEVER.md 3.1). */
    private static ObjectNode withoutNulls(@Nullable JsonNode record) {
      var copy = (ObjectNode) Objects.requireNonNull(record).deepCopy();
      List.copyOf(copy.properties()).stream()
          .filter(field -> field.getValue().isNull())
          .forEach(field -> copy.remove(field.getKey()));
      return copy;
    }

    void isWhatIsShared(String when) {
      for (var type : SharedDistrict.TYPES) {
        assertThat(records.get(type))
            .as("%s %s, %s", version, type, when)
            .isEqualTo(district.records(version, type));
      }
    }
  }

  /** Steps that are always possible, the same for the same seed. */
  private static final class RandomSteps {
    private final SharedDistrict district;
    private final Random random;
    private final RandomHistory history;

    RandomSteps(SharedDistrict district, long seed) {
      this.district = district;
      this.random = new Random(seed);
      this.history = new RandomHistory(seed, RandomHistory.Profile.ANYTHING);
    }

    String take() {
      var sandbox = district.sandbox;
      sandbox.clock().advance(Duration.ofMinutes(random.nextInt(3)));
      var step = random.nextInt(9);
      if (step < 3) {
        var changes = history.next(sandbox.roster());
        sandbox.world().apply(changes);
        return changes.toString();
      }
      if (step < 6) {
        var share = share();
        sandbox.share(share);
        return share.toString();
      }
      if (step == 6) {
        var access = access();
        sandbox.dataAccess(access);
        return access.toString();
      }
      return syncsStandStillOrGoOn(step == 7);
    }

    private String syncsStandStillOrGoOn(boolean first) {
      var world = district.sandbox.world();
      var state = world.profile().state();
      switch (state) {
        case PAUSED -> world.resume();
        case ERROR -> world.recover();
        case PENDING -> {
          if (first) {
            world.approve();
          } else {
            world.discard();
          }
        }
        case RUNNING, SUCCESS -> {
          if (first) {
            world.pause(district.sandbox.clock().instant().plus(Duration.ofDays(9)));
          } else if (random.nextBoolean()) {
            world.hold();
          } else {
            world.fail("The file students.csv is missing.");
          }
        }
      }
      return "%s, now %s".formatted(state, world.profile().state());
    }

    /** While the syncs stand still, the SIS has other records than may be named. */
    private Share share() {
      var goesOn = district.sandbox.world().profile().state() == SyncState.RUNNING;
      return switch (random.nextInt(goesOn ? 6 : 3)) {
        case 0 -> new Share.Nothing();
        case 1 -> new Share.District(random.nextBoolean());
        case 2 ->
            new Share.Rules(
                List.of(
                    Rule.of("sections", "subject", "is", "math"),
                    Rule.of("students", "grade", "is", String.valueOf(1 + random.nextInt(12)))),
                List.of(
                    Rule.of("teachers", "email", "contains", "a"),
                    Rule.of("students", "gender", "is", "F")));
        case 3 -> new Share.Schools(Set.copyOf(some(RecordType.SCHOOLS, 2)), random.nextBoolean());
        case 4 -> new Share.Sections(Set.copyOf(some(RecordType.SECTIONS, 12)));
        default ->
            new Share.SchoolSite(
                some(RecordType.SCHOOLS, 1).stream()
                    .collect(Collectors.toMap(id -> id, _ -> new Share.WholeSchool(true))));
      };
    }

    /** Ids of a few records that follow one another. */
    private List<String> some(RecordType type, int count) {
      var rows = district.sandbox.roster().rows(type);
      var start = rows.count() == 0 ? 0 : random.nextInt(rows.count());
      return rows.liveSlots()
          .skip(start)
          .limit(count)
          .mapToObj(slot -> rows.id(slot).toString())
          .toList();
    }

    private DataAccess access() {
      return switch (random.nextInt(4)) {
        case 0 -> new DataAccess(Set.of(Role.CONTACT), Set.of());
        case 1 -> new DataAccess(Set.of(Role.TEACHER), Set.of("users.email", "sections.period"));
        case 2 -> new DataAccess(Set.of(), Set.of("users.roles.student.dob", "users.name.middle"));
        default -> DataAccess.everything();
      };
    }
  }
}
