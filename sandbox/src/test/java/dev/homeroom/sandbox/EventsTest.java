package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.link;
import static dev.homeroom.sandbox.PlainClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.share.DataAccess;
import dev.homeroom.sandbox.share.Share;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The feed: its form, pages, filters, retention and opt-in (CLEVER.md 4). */
final class EventsTest {
  private SharedDistrict district;
  private Sandbox sandbox;
  private PlainClient client;

  @BeforeEach
  void start() throws IOException {
    district = new SharedDistrict(110);
    sandbox = district.sandbox;
    client = district.client;
  }

  @AfterEach
  void stop() {
    district.close();
  }

  @Test
  void a_new_feed_is_empty() {
    var page = client.json("/v3.1/events?ending_before=last&limit=1");

    assertThat(page.path("data")).isEmpty();
    assertThat(page.path("links")).hasSize(1);
    assertThat(link(page, "self")).contains("/v3.1/events?ending_before=last&limit=1");
  }

  @Test
  void an_update_tells_the_whole_old_value_of_what_changed_beside_the_record() {
    var student = district.ids("users?role=student&limit=1").getFirst();
    var before = district.record("users", student);

    sandbox.apply(new RosterChange.RenameUser(student, "Ada", "Lovelace"));

    var item = client.json("/v3.1/events?record_type=users").path("data").path(0);
    var event = item.path("data");
    assertThat(text(item, "uri")).isEqualTo("/v3.1/events/" + text(event, "id"));
    assertThat(Set.copyOf(event.propertyNames()))
        .isEqualTo(Set.of("id", "type", "created", "data"));
    assertThat(text(event, "type")).isEqualTo("users.updated");
    assertThat(text(event, "created")).isEqualTo("2026-11-05T06:00:00.000Z");
    assertThat(Set.copyOf(event.path("data").propertyNames()))
        .isEqualTo(Set.of("object", "previous_attributes"));
    assertThat(event.path("data").path("object")).isEqualTo(district.record("users", student));
    var previous = event.path("data").path("previous_attributes");
    assertThat(previous.path("name")).isEqualTo(before.path("name"));
    assertThat(previous.path("last_modified")).isEqualTo(before.path("last_modified"));
    assertThat(previous.has("email")).isFalse();
  }

  @Test
  void a_roster_change_updates_the_section_and_gives_the_whole_old_list() {
    var section = client.walk("/v3.1/sections?limit=1").getFirst();
    var student = PlainClient.texts(section.path("students")).getFirst();
    var other =
        district.records("sections").values().stream()
            .filter(each -> !PlainClient.texts(each.path("students")).contains(student))
            .findFirst()
            .orElseThrow();

    sandbox.apply(new RosterChange.MoveSeat(student, text(section, "id"), text(other, "id")));

    var left =
        client.walk("/v3.1/events?record_type=sections").stream()
            .filter(
                event -> text(event.path("data").path("object"), "id").equals(text(section, "id")))
            .findFirst()
            .orElseThrow();
    assertThat(left.path("data").path("previous_attributes").path("students"))
        .isEqualTo(section.path("students"));
    assertThat(client.walk("/v3.1/events?record_type=users")).isEmpty();
  }

  @Test
  void a_removed_record_is_told_as_it_was_last() {
    var section = client.walk("/v3.1/sections?limit=1").getFirst();

    sandbox.apply(new RosterChange.EndSection(text(section, "id")));

    var event = client.walk("/v3.1/events").getFirst();
    assertThat(text(event, "type")).isEqualTo("sections.deleted");
    assertThat(event.path("data").path("object")).isEqualTo(section);
    assertThat(event.path("data").has("previous_attributes")).isFalse();
  }

  @Test
  void comes_in_pages_in_order_of_id_in_both_directions() {
    sandbox.share(new Share.Nothing());
    sandbox.share(new Share.District(true));
    var whole = client.ids("/v3.1/events?limit=10000");

    assertThat(whole).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(300);
    assertThat(client.ids("/v3.1/events?limit=7")).isEqualTo(whole);
    assertThat(client.json("/v3.1/events").path("data")).hasSize(100);
    assertThat(client.ids("/v3.1/events?limit=1000&starting_after=" + whole.get(149)))
        .isEqualTo(whole.subList(150, whole.size()));
    assertThat(ids("/v3.1/events?limit=10&ending_before=" + whole.get(150)))
        .isEqualTo(whole.subList(140, 150));
    assertThat(ids("/v3.1/events?limit=1&ending_before=last")).containsExactly(whole.getLast());
    assertThat(client.get("/v3.1/events?limit=10001").statusCode()).isEqualTo(413);
    assertThat(client.get("/v3.1/events?starting_after=x").statusCode()).isEqualTo(400);
  }

  @Test
  void a_poll_reads_on_behind_the_newest_event_known() {
    sandbox.drift(3);
    var cursor = ids("/v3.1/events?limit=1&ending_before=last").getFirst();
    sandbox.clock().advance(Duration.ofHours(3));
    sandbox.drift(4);

    var news = client.walk("/v3.1/events?limit=5&starting_after=" + cursor);

    assertThat(news).isNotEmpty().allMatch(event -> text(event, "id").compareTo(cursor) > 0);
    assertThat(news).allMatch(event -> text(event, "created").equals("2026-11-05T09:00:00.000Z"));
    assertThat(client.walk("/v3.1/events?starting_after=" + text(news.getLast(), "id"))).isEmpty();
  }

  @Test
  void can_be_asked_for_some_record_types() {
    sandbox.share(new Share.Nothing());

    assertThat(types("/v3.1/events?limit=1000&record_type=terms")).containsExactly("terms");
    assertThat(types("/v3.1/events?limit=3&record_type=terms&record_type=schools"))
        .containsExactlyInAnyOrder("terms", "schools");
    assertThat(types("/v3.1/events?record_type=resources")).isEmpty();
    var refused = client.get("/v3.1/events?record_type=students");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("courses, districts, resources, schools, sections");
  }

  @Test
  void can_be_asked_for_one_school() {
    var shown = district.shown();
    var school = shown.ids("schools").iterator().next();
    sandbox.share(new Share.Nothing());

    var told =
        client.walk("/v3.1/events?limit=50&school=" + school).stream()
            .map(event -> text(event.path("data").path("object"), "id"))
            .collect(Collectors.toSet());

    var expected =
        shown.users(user ->
            VisibleRecords.belongsTo(school).test(user)
                || PlainClient.texts(user.path("roles").path("staff").path("schools"))
                    .contains(school));
    assertThat(told)
        .contains(school)
        .containsAll(shown.sectionsAt(school))
        .containsAll(expected)
        .hasSize(1 + shown.sectionsAt(school).size() + expected.size());
    assertThat(client.walk("/v3.1/events?school=0123456789abcdef01234567")).isEmpty();
    assertThat(client.get("/v3.1/events?school=1").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v3.0", "v3.1"})
  void a_single_event_is_the_one_of_the_list(String version) {
    sandbox.drift(2);
    for (var event : client.walk("/" + version + "/events")) {
      var single = client.json("/" + version + "/events/" + text(event, "id"));
      assertThat(single.path("data")).isEqualTo(event);
      assertThat(link(single, "self")).contains("/" + version + "/events/" + text(event, "id"));
    }
    for (var unknown : List.of("0123456789abcdef01234567", "nonsense")) {
      assertThat(client.get("/" + version + "/events/" + unknown).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void the_older_version_tells_nothing_of_what_it_does_not_show() {
    sandbox.dataAccess(
        new DataAccess(Set.of(), Set.of("users.roles.student.frl_status", "users.email")));

    var newer = client.ids("/v3.1/events?limit=10000");
    var older = client.walk("/v3.0/events?limit=10000");

    assertThat(older).isNotEmpty().hasSizeLessThan(newer.size());
    assertThat(older).allMatch(event -> newer.contains(text(event, "id")));
    assertThat(older)
        .allMatch(event -> !event.path("data").path("previous_attributes").isEmpty())
        .allMatch(event -> !event.toString().contains("frl_status"));
    var hidden =
        newer.stream()
            .filter(id -> older.stream().noneMatch(event -> text(event, "id").equals(id)))
            .findFirst()
            .orElseThrow();
    assertThat(client.get("/v3.0/events/" + hidden).statusCode()).isEqualTo(404);
    assertThat(client.get("/v3.1/events/" + hidden).statusCode()).isEqualTo(200);
  }

  @Test
  void events_are_kept_for_30_days() {
    sandbox.drift(3);
    var old = client.ids("/v3.1/events?limit=1000");
    sandbox.clock().advance(Duration.ofDays(29));
    sandbox.drift(4);
    assertThat(client.ids("/v3.1/events?limit=1000")).startsWith(old.toArray(String[]::new));

    sandbox.clock().advance(Duration.ofDays(1).plusSeconds(1));

    var kept = client.ids("/v3.1/events?limit=1000");
    assertThat(kept).isNotEmpty().doesNotContainAnyElementsOf(old);
    assertThat(client.get("/v3.1/events/" + old.getLast()).statusCode()).isEqualTo(404);
    assertThat(client.ids("/v3.1/events?limit=1000&starting_after=" + old.getFirst()))
        .as("a cursor that expired leads to everything greater")
        .isEqualTo(kept);
  }

  @Test
  void the_views_of_events_that_are_gone_are_let_go() {
    sandbox.drift(3);
    var old = new WeakReference<>(sandbox.roster());
    sandbox.drift(4);
    System.gc();
    assertThat(old.get()).as("kept, to write its events from").isNotNull();

    sandbox.clock().advance(Duration.ofDays(31));
    assertThat(client.ids("/v3.1/events")).isEmpty();

    for (var attempt = 0; attempt < 50 && old.get() != null; attempt++) {
      System.gc();
    }
    assertThat(old.get()).isNull();
  }

  @Test
  void while_events_are_off_nothing_is_recorded_and_nothing_told_later() {
    sandbox.drift(2);
    var before = client.ids("/v3.1/events?limit=1000");
    sandbox.events(false);
    sandbox.drift(3);
    assertThat(client.ids("/v3.1/events")).isEmpty();
    var lastSync = client.walk("/v3.1/districts").getFirst().path("last_sync");

    sandbox.events(true);

    assertThat(client.ids("/v3.1/events?limit=1000")).isEqualTo(before);
    sandbox.drift(1);
    var told = client.walk("/v3.1/events?limit=1000&starting_after=" + before.getLast());
    assertThat(text(told.getLast(), "type")).isEqualTo("districts.updated");
    assertThat(told.getLast().path("data").path("previous_attributes").path("last_sync"))
        .as("the gap shows by a sync that was never told")
        .isEqualTo(lastSync);
  }

  @Test
  void is_counted_and_needs_the_token() {
    client.get("/v3.1/events");
    client.get("/v3.0/events/0123456789abcdef01234567");

    assertThat(sandbox.requests().byPath())
        .containsEntry("events", 1L)
        .containsEntry("events/{id}", 1L);
    assertThat(new PlainClient(sandbox.baseUrl(), "x").get("/v3.1/events").statusCode())
        .isEqualTo(401);
  }

  private List<String> ids(String path) {
    return PlainClient.records(client.json(path)).map(event -> text(event, "id")).toList();
  }

  private Set<String> types(String path) {
    return client.walk(path).stream().map(EventsTest::recordType).collect(Collectors.toSet());
  }

  private static String recordType(JsonNode event) {
    return text(event, "type").split("\\.", -1)[0];
  }
}
