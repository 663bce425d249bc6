package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.text;
import static dev.homeroom.sandbox.PlainClient.texts;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.drift.DriftSummary;
import dev.homeroom.sandbox.drift.DriftSummary.Difference;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A later state of the district, compared with the earlier one by two walks over HTTP. */
final class DriftTest {
  private static final double PERCENT = 3;

  private static Map<String, Map<String, JsonNode>> before;
  private static Map<String, Map<String, JsonNode>> after;
  private static DriftSummary summary;

  @BeforeAll
  static void driftAway() throws IOException {
    var aDayLater = Clock.fixed(Instant.parse("2026-11-03T07:15:00Z"), ZoneOffset.UTC);
    try (var sandbox = Sandbox.start(SandboxConfig.demo().withClock(aDayLater))) {
      before = walk(sandbox);
      summary = sandbox.drift(PERCENT);
      after = walk(sandbox);
    }
  }

  @AfterAll
  static void forget() {
    before = Map.of();
    after = Map.of();
  }

  @Test
  void the_summary_equals_an_independent_comparison_of_two_walks() {
    for (var type : before.keySet()) {
      assertThat(summary.types().get(type)).as(type).isEqualTo(compare(type, _ -> true));
    }
    for (var role : summary.roles().keySet()) {
      assertThat(summary.roles().get(role))
          .as(role)
          .isEqualTo(compare("users", user -> user.path("roles").has(role)));
    }
    assertThat(summary.enrollments()).isEqualTo(compareSeats("students"));
    assertThat(summary.teacherEnrollments()).isEqualTo(compareSeats("teachers"));
  }

  @Test
  void changes_about_the_percentage_in_every_way() {
    var students = summary.of(Role.STUDENT);
    assertThat(students.created()).isPositive();
    assertThat(students.removed()).isPositive();
    assertThat(students.updated()).isPositive();
    assertThat(students.created() + students.removed() + students.updated()).isBetween(20, 40);
    var sections = summary.of(RecordType.SECTIONS);
    assertThat(sections.created()).isPositive();
    assertThat(sections.removed()).isPositive();
    assertThat(sections.updated()).isPositive();
    assertThat(summary.teacherEnrollments().created()).isPositive();
  }

  @Test
  void moves_last_modified_for_changed_records_only() {
    for (var type : before.keySet()) {
      for (var record : records(after, type).entrySet()) {
        var old = records(before, type).get(record.getKey());
        if (old != null && !type.equals("districts")) {
          var changed = !content(old).equals(content(record.getValue()));
          var moved = !text(old, "last_modified").equals(text(record.getValue(), "last_modified"));
          assertThat(moved && record.getValue().has("last_modified")).isEqualTo(changed);
        }
      }
    }
  }

  @Test
  void new_records_sort_behind_all_others() {
    for (var type : List.of("users", "sections")) {
      var newest = records(before, type).keySet().stream().max(String::compareTo).orElseThrow();
      assertThat(records(after, type).keySet())
          .filteredOn(id -> !records(before, type).containsKey(id))
          .isNotEmpty()
          .allMatch(id -> id.compareTo(newest) > 0);
    }
  }

  @Test
  void the_district_was_synced_later() {
    assertThat(text(records(after, "districts").values().iterator().next(), "last_sync"))
        .isGreaterThan(text(records(before, "districts").values().iterator().next(), "last_sync"));
  }

  @Test
  void a_sandbox_started_with_drift_serves_the_same_later_state() throws IOException {
    try (var sandbox = Sandbox.start(SandboxConfig.demo().withDrift(PERCENT))) {
      assertThat(walk(sandbox)).isEqualTo(after);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 57, 100, 777, 6_000})
  void districts_of_any_size_drift(int students) throws IOException {
    try (var sandbox = Sandbox.start(SandboxConfig.demo().withStudents(students))) {
      for (var percent : List.of(0.1, 3.0, 50.0)) {
        var drifted = sandbox.drift(percent);

        assertThat(drifted.of(Role.STUDENT).updated()).isPositive();
        assertThat(new PlainClient(sandbox).walk("/v3.1/sections?limit=1000"))
            .allSatisfy(
                section -> assertThat(texts(section.path("students"))).doesNotHaveDuplicates());
      }
    }
  }

  @Test
  void the_same_percentage_can_come_as_often_as_one_likes() throws IOException {
    try (var sandbox = Sandbox.start(SandboxConfig.demo())) {
      for (var time = 0; time < 60; time++) {
        sandbox.drift(PERCENT);
      }

      assertThat(new PlainClient(sandbox).walk("/v3.1/sections?limit=1000"))
          .extracting(section -> section.path("teachers").size())
          .contains(10)
          .allMatch(teachers -> teachers <= 10);
    }
  }

  @Test
  void refuses_percentages_out_of_range() {
    for (var percent : List.of(-1.0, 50.1, Double.NaN)) {
      assertThatThrownBy(() -> Sandbox.start(SandboxConfig.demo().withDrift(percent)))
          .hasMessageContaining("percent");
    }
  }

  private static Map<String, Map<String, JsonNode>> walk(Sandbox sandbox) {
    var client = new PlainClient(sandbox);
    return List.of("districts", "schools", "terms", "courses", "sections", "users").stream()
        .collect(
            toMap(
                Function.identity(),
                type ->
                    client.walk("/v3.1/" + type + "?limit=1000").stream()
                        .collect(toMap(record -> text(record, "id"), Function.identity()))));
  }

  private static Map<String, JsonNode> records(
      Map<String, Map<String, JsonNode>> state, String type) {
    return state.getOrDefault(type, Map.of());
  }

  private static Difference compare(String type, Predicate<JsonNode> included) {
    var old = records(before, type);
    var now = records(after, type);
    return new Difference(
        (int)
            now.entrySet().stream()
                .filter(e -> included.test(e.getValue()) && !old.containsKey(e.getKey()))
                .count(),
        (int)
            now.entrySet().stream()
                .filter(e -> included.test(e.getValue()) && old.containsKey(e.getKey()))
                .filter(e ->
                    !content(e.getValue())
                        .equals(content(old.getOrDefault(e.getKey(), e.getValue()))))
                .count(),
        (int)
            old.entrySet().stream()
                .filter(e -> included.test(e.getValue()) && !now.containsKey(e.getKey()))
                .count());
  }

  private static Difference compareSeats(String members) {
    var old = seats(before, members);
    var now = seats(after, members);
    var begun = new HashSet<>(now);
    begun.removeAll(old);
    var ended = new HashSet<>(old);
    ended.removeAll(now);
    return new Difference(begun.size(), 0, ended.size());
  }

  private static Set<String> seats(Map<String, Map<String, JsonNode>> state, String members) {
    Set<String> seats = new HashSet<>();
    new HashMap<>(records(state, "sections"))
        .forEach(
            (id, section) -> texts(section.path(members)).forEach(user -> seats.add(id + user)));
    return seats;
  }

  private static JsonNode content(JsonNode record) {
    var copy = (ObjectNode) record.deepCopy();
    copy.remove(List.of("last_modified", "last_sync"));
    return copy;
  }
}
