package dev.homeroom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.fault.Fault;
import dev.homeroom.sandbox.fault.FaultTarget;
import dev.homeroom.testing.StoppedClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Each fault of the events feed as a plain client meets it. */
final class EventFaultsTest {
  private Sandbox sandbox;
  private PlainClient client;
  private List<String> sections;

  @BeforeEach
  void start() throws IOException {
    var clock = new StoppedClock(Instant.parse("2026-11-03T10:00:00Z"));
    sandbox = Sandbox.start(SandboxConfig.demo().withStudents(60).withClock(clock));
    client = new PlainClient(sandbox);
    sections = client.ids("/v3.1/sections");
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void the_feed_goes_off_and_on_again_and_never_tells_what_happened_meanwhile() {
    rename(0);
    sandbox.faults().add(new Fault.FeedOff());
    rename(1);

    assertThat(renamed("/v3.1/events")).isEmpty();

    sandbox.faults().clear();
    rename(2);
    assertThat(renamed("/v3.1/events")).containsExactly(sections.get(0), sections.get(2));
    assertThat(sandbox.faults().met(Fault.FeedOff.class)).isEqualTo(1);
  }

  @Test
  void the_feed_is_refused_while_everything_else_answers() {
    rename(0);
    var event = client.ids("/v3.1/events").getFirst();
    for (var status : List.of(403, 404)) {
      sandbox.faults().add(new Fault.FeedRefused(status, FaultTarget.anywhere()));

      assertThat(client.get("/v3.1/events").statusCode()).isEqualTo(status);
      assertThat(client.get("/v3.1/events/" + event).statusCode()).isEqualTo(status);
      assertThat(client.get("/v3.1/schools").statusCode()).isEqualTo(200);
      sandbox.faults().clear();
    }

    assertThat(renamed("/v3.1/events")).containsExactly(sections.get(0));
    assertThat(sandbox.faults().met(Fault.FeedRefused.class)).isEqualTo(4);
    assertThatThrownBy(() -> new Fault.FeedRefused(401, FaultTarget.anywhere()))
        .hasMessageContaining("neither 403 nor 404");
  }

  @Test
  void the_feed_goes_on_by_itself_after_so_many_reads() {
    sandbox.faults().add(new Fault.FeedOff(FaultTarget.next(2)));
    client.get("/v3.1/events");
    assertThat(sandbox.world().eventsAreOn()).isFalse();

    client.get("/v3.1/events");

    assertThat(sandbox.world().eventsAreOn()).isTrue();
    assertThatThrownBy(() -> new Fault.FeedOff(FaultTarget.anywhere().after(1)))
        .hasMessageContaining("at once");
  }

  @Test
  void late_events_arrive_behind_the_cursor() {
    for (var section = 0; section < 6; section++) {
      rename(section);
    }
    var right = client.ids("/v3.1/events");
    sandbox.faults().add(new Fault.LateEvents(2, FaultTarget.anywhere()));

    var early = client.ids("/v3.1/events");

    var late = new ArrayList<>(right);
    late.removeAll(early);
    assertThat(early).isNotEmpty();
    assertThat(late).isNotEmpty();
    assertThat(client.get("/v3.1/events/" + late.getFirst()).statusCode()).isEqualTo(404);
    sandbox.faults().clear();
    assertThat(client.ids("/v3.1/events")).isEqualTo(right);
    assertThat(late.getFirst()).isLessThan(early.getLast());
    assertThat(client.ids("/v3.1/events?starting_after=" + early.getLast()))
        .doesNotContain(late.getFirst());
    assertThat(sandbox.faults().met(Fault.LateEvents.class)).isEqualTo(2);
  }

  @Test
  void events_are_repeated_on_the_next_page() {
    for (var section = 0; section < 4; section++) {
      rename(section);
    }
    var right = client.ids("/v3.1/events");
    sandbox.faults().add(new Fault.RepeatedRecord(FaultTarget.anywhere().under("events")));

    assertThat(client.ids("/v3.1/events?starting_after=" + right.getFirst())).isEqualTo(right);
    assertThat(client.ids("/v3.1/events?limit=2")).hasSizeGreaterThan(right.size());
    assertThat(client.ids("/v3.1/sections?limit=10")).isEqualTo(sections);
    assertThat(sandbox.faults().met(Fault.RepeatedRecord.class)).isPositive();
  }

  @Test
  void cursors_expire() {
    rename(0);
    var cursor = client.ids("/v3.1/events").getLast();
    sandbox.clock().advance(Duration.ofHours(2));
    rename(1);
    sandbox.faults().add(new Fault.ShortRetention(Duration.ofHours(1), FaultTarget.anywhere()));

    assertThat(client.get("/v3.1/events/" + cursor).statusCode()).isEqualTo(404);
    assertThat(renamed("/v3.1/events?starting_after=" + cursor)).containsExactly(sections.get(1));
    assertThat(renamed("/v3.1/events")).containsExactly(sections.get(1));
    assertThat(sandbox.faults().met(Fault.ShortRetention.class)).isEqualTo(3);
  }

  @Test
  void pages_of_events_can_be_empty_or_of_another_size() {
    rename(0);
    rename(1);
    sandbox.faults().add(new Fault.PageSize(1, FaultTarget.anywhere().under("events")));
    sandbox.faults().add(new Fault.EmptyList(false, FaultTarget.next(1).under("events")));

    assertThat(client.ids("/v3.1/events")).isEmpty();
    assertThat(client.pages("/v3.1/events?limit=100")).hasSizeGreaterThan(2);
  }

  private void rename(int section) {
    sandbox.apply(new RosterChange.RenameSection(sections.get(section), "Renamed " + section));
  }

  /** The sections that events tell of. */
  private List<String> renamed(String path) {
    return client.walk(path).stream()
        .filter(event -> PlainClient.text(event, "type").equals("sections.updated"))
        .map(event -> event.path("data").path("object"))
        .map((JsonNode section) -> PlainClient.text(section, "id"))
        .toList();
  }
}
