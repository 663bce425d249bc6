package dev.homeroom.server.sync;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.homeroom.clever.record.RosterField;
import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sync.incremental.RosterSync;
import dev.homeroom.server.sync.stage.SyncFailedException;
import dev.homeroom.v1.FindingKind;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncMode;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A value that Clever sends in another form, or beyond its bounds, takes nothing away and stops no
 * run; the next good read ends as if nothing had happened. {@code -Dhomeroom.untaken.seeds=20}
 * tries so many random choices of values, from {@code -Dhomeroom.seed} on.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DroppedValuesTest {
  private static final long FIRST_SEED = Long.getLong("homeroom.seed", 1);
  private static final Set<String> BESIDE =
      Set.of("contact_relationships", "contact_relationship_types");

  private Sandbox sandbox;
  private FaultyClever clever;
  private SyncTwin fulls;
  private SyncTwin incrementals;
  private SyncTwin.Follower full;
  private SyncTwin.Follower incremental;

  @BeforeAll
  void follow_a_district() throws Exception {
    sandbox = Sandbox.start(SandboxConfig.demo().withStudents(400).withRateLimit(0));
    var school = sandbox.roster().rows(RecordType.SCHOOLS).id(0);
    for (int staff = 0; staff < 3; staff++) {
      sandbox.apply(new RosterChange.HireEmployee("staff", List.of(school.toString())));
    }
    clever = new FaultyClever(sandbox);
    fulls = new SyncTwin(SyncMode.SYNC_MODE_FULL, RosterSync::new);
    incrementals = new SyncTwin(SyncMode.SYNC_MODE_INCREMENTAL, RosterSync::new);
    full = fulls.new Follower(sandbox, clever.client);
    incremental = incrementals.new Follower(sandbox, clever.client);
    full.sync();
    incremental.sync();
  }

  @AfterEach
  void heal() {
    clever.heal();
  }

  @AfterAll
  void close() {
    incrementals.close();
    fulls.close();
    clever.close();
    sandbox.close();
  }

  @Test
  void the_one_list_of_fields_names_every_column() {
    for (var type : RosterType.values()) {
      assertThat(RosterField.of(type.clever()))
          .extracting(RosterField::key)
          .containsExactlyInAnyOrderElementsOf(
              type.columnNames().stream().filter(name -> !BESIDE.contains(name)).toList());
    }
  }

  @Test
  void roles_and_members_of_another_form_are_kept_with_a_finding() {
    var before = full.roster();
    full.ids("users where student")
        .limit(9)
        .forEach(id -> clever.spoil(id, RosterField.USER_STUDENT, "[{\"sis_id\":\"1\"}]"));
    full.ids("sections where cardinality(students) > 0")
        .limit(9)
        .forEach(id -> clever.spoil(id, RosterField.SECTION_STUDENTS, "[{\"id\":\"1\"}]"));

    var run = full.sync();

    assertThat(run.getState()).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
    assertThat(full.roster()).isEqualTo(before);
    assertThat(run.getFindingsList())
        .filteredOn(each -> each.getKind() == FindingKind.FINDING_KIND_VALUE_DROPPED)
        .extracting(each -> each.getCount())
        .containsExactly(9L, 9L);
    assertUnchanged(full.sync());
    clever.heal();
    assertUnchanged(full.sync());
  }

  @ParameterizedTest
  @ValueSource(strings = {"USER_STUDENT", "SECTION_STUDENTS"})
  void a_form_that_changed_on_more_than_a_hundredth_fails_the_run_and_applies_nothing(String name) {
    var field = RosterField.valueOf(name);
    var before = full.roster();
    full.ids(field == RosterField.USER_STUDENT ? "users where student" : "sections where true")
        .limit(20)
        .forEach(id -> clever.spoil(id, field, "[{\"id\":5}]"));

    assertThatThrownBy(full::sync)
        .asInstanceOf(type(SyncFailedException.class))
        .satisfies(failed -> {
          assertThat(failed.failure()).isEqualTo(SyncFailure.SYNC_FAILURE_CLEVER_FORM_CHANGED);
          assertThat(failed.sentence()).contains("20 ", field.path(), "nothing was applied");
        });
    full.abandon();

    assertThat(full.roster()).isEqualTo(before);
    clever.heal();
    assertUnchanged(full.sync());
  }

  @Test
  void terms_with_a_time_of_day_are_as_they_were() {
    var before = full.roster();
    full.ids("terms where start_date is not null")
        .forEach(id -> {
          var day = full.value("terms", "start_date", id);
          clever.spoil(id, RosterField.TERM_START_DATE, "\"" + day + "T00:00:00.000Z\"");
        });

    assertUnchanged(full.sync());
    assertThat(full.roster()).isEqualTo(before);
  }

  @Test
  void a_name_too_long_for_any_index_stops_nobody() {
    var before = full.roster();
    var random = new Random(3);
    var long5000 =
        random.ints(5000, 'a', 'z' + 1).mapToObj(Character::toString).collect(Collectors.joining());
    full.ids("users where student")
        .limit(12)
        .forEach(id ->
            clever.spoil(
                id, RosterField.USER_LAST_NAME, JsonNodeFactory.instance.stringNode(long5000)));

    var run = full.sync();

    assertUnchanged(run);
    assertThat(run.getFindingsList())
        .filteredOn(each -> each.getKind() == FindingKind.FINDING_KIND_VALUE_OUT_OF_BOUNDS)
        .singleElement()
        .satisfies(each -> assertThat(each.getCount()).isEqualTo(12));
    assertThat(full.roster()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void any_form_in_any_field_removes_nothing_and_heals(long seed) throws Exception {
    if (seed > FIRST_SEED) {
      // The guard adds up a day's removals, and each seed makes its share of them.
      close();
      follow_a_district();
    }
    var random = new Random(seed);
    var served = EnumSet.noneOf(RosterField.class);
    for (int round = 0; round < 3; round++) {
      var what = "seed " + seed + " round " + round;
      var before = full.roster();
      var spoilt = spoilEveryField(random, round == 1);
      assertUnchanged(full.sync());
      assertThat(full.roster()).as(what).isEqualTo(before);
      sandbox.drift(1); // all of it together stays below what the guard lets through in a day
      var had = new HashMap<String, Set<String>>();
      spoilt.forEach((id, fields) -> had.put(id, filled(id, fields)));

      for (var follower : List.of(full, incremental)) {
        var run = follower.sync();
        assertThat(run.getState()).as(what).isNotEqualTo(SyncState.SYNC_STATE_FAILED);
        had.forEach((id, columns) -> {
          if (follower.ids(table(id) + " where true").anyMatch(id::equals)) {
            assertThat(filled(follower, id, columns)).as("%s of %s", what, id).isEqualTo(columns);
          }
        });
      }
      served.addAll(clever.served());
      clever.heal();
      full.sync();
      incremental.sync(SyncMode.SYNC_MODE_FULL);
      assertThat(full.roster()).as(what).isEqualTo(incremental.roster());
      assertUnchanged(full.sync());
    }
    assertThat(served).as("seed " + seed).containsExactlyInAnyOrder(RosterField.values());
  }

  private static LongStream seeds() {
    return LongStream.range(
        FIRST_SEED, FIRST_SEED + Integer.getInteger("homeroom.untaken.seeds", 1));
  }

  private final Map<String, RosterType> types = new HashMap<>();

  private String table(String id) {
    return requireNonNull(types.get(id), id).clever().path();
  }

  /**
   * Spoils each field in a record that can have it, at most nine records of a type: more are a new
   * form. Either the roles or what is in them, since neither says anything within the other.
   */
  private Map<String, Set<RosterField>> spoilEveryField(Random random, boolean roles) {
    var spoilt = new HashMap<String, Set<RosterField>>();
    for (var type : RosterType.values()) {
      var records = new HashMap<String, List<String>>();
      for (var field : RosterField.of(type.clever())) {
        var role = RosterType.valueOf(type.name()).roleOf(field.key());
        if (role.isEmpty() || role.equals(field.key()) == roles) {
          var ids = records.computeIfAbsent(role, _ -> some(type, role, random));
          var id = ids.get(random.nextInt(ids.size()));
          types.put(id, type);
          spoilt.computeIfAbsent(id, _ -> new HashSet<>()).add(field);
          clever.spoil(id, field, odd(field, random));
        }
      }
    }
    for (var field : RosterField.values()) {
      if (field.name().startsWith("DISTRICT_")) {
        clever.spoil(sandbox.districtId(), field, odd(field, random));
      }
    }
    return spoilt;
  }

  /** One user who holds the role; without a role some records of the type. */
  private List<String> some(RosterType type, String role, Random random) {
    var which = role.isEmpty() ? "true" : role;
    var ids = new ArrayList<>(full.ids(type.clever().path() + " where " + which).toList());
    Collections.shuffle(ids, random);
    return ids.subList(0, Math.min(role.isEmpty() ? 4 : 1, ids.size()));
  }

  private Set<String> filled(String id, Set<RosterField> fields) {
    return filled(full, id, fields.stream().map(RosterField::key).collect(Collectors.toSet()));
  }

  private Set<String> filled(SyncTwin.Follower follower, String id, Set<String> columns) {
    return columns.stream()
        .filter(column -> {
          var value = follower.value(table(id), column, id);
          return value != null && !value.isEmpty() && !value.equals("{}") && !value.equals("f");
        })
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JsonNode odd(RosterField field, Random random) {
    var json = JsonNodeFactory.instance;
    var text = "x".repeat(600 + random.nextInt(6000));
    var forms =
        new ArrayList<JsonNode>(
            List.of(
                json.numberNode(random.nextInt()),
                json.numberNode(1e300),
                json.booleanNode(random.nextBoolean()),
                json.stringNode(text),
                json.stringNode("\ud800"),
                json.stringNode("\0")));
    switch (field.form()) {
      case OBJECT -> forms.add(json.arrayNode().add(json.objectNode()));
      case IDS, TEXTS, RELATIONSHIPS -> {
        forms.add(json.objectNode().put("id", "1"));
        forms.add(json.arrayNode().add(json.objectNode()));
        forms.add(json.arrayNode().add(7).add(text));
      }
      case TEXT, CODE, ID, DATE, TIME -> {
        forms.add(json.objectNode().put("first", "1"));
        forms.add(json.arrayNode().add("a"));
        forms.add(json.arrayNode());
      }
    }
    if (field.form() == RosterField.Form.DATE) {
      Stream.of("+999999999-12-31", "0001-01-01", "2026-02-30", "soon")
          .map(json::stringNode)
          .forEach(forms::add);
    }
    return forms.get(random.nextInt(forms.size()));
  }

  private static void assertUnchanged(SyncRun run) {
    assertThat(run.getState()).as("%s", run).isEqualTo(SyncState.SYNC_STATE_SUCCEEDED);
    assertThat(run.getChangesList())
        .as("%s", run)
        .allSatisfy(each ->
            assertThat(
                    each.getCreated()
                        + each.getUpdated()
                        + each.getArchived()
                        + each.getWithheld()
                        + each.getHeld())
                .isZero());
  }
}
