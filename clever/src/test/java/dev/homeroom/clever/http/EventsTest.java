package dev.homeroom.clever.http;

import static dev.homeroom.clever.http.FakeClever.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.homeroom.clever.http.FakeClever.Answer;
import dev.homeroom.clever.record.Anomalies;
import dev.homeroom.clever.record.Course;
import dev.homeroom.clever.record.Event;
import dev.homeroom.clever.record.Flaws;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.clever.record.RecordType;
import dev.homeroom.clever.record.RosterField;
import dev.homeroom.clever.record.Term;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventsTest {

  private static final ObjectId EVENT = ObjectId.of("4fd43cc56d11340000000001");
  private static final ObjectId RECORD = ObjectId.of("4fd43cc56d11340000000002");

  private FakeClever clever;

  @BeforeEach
  void open() throws IOException {
    clever = new FakeClever();
  }

  @AfterEach
  void close() {
    clever.close();
  }

  private List<Event> events(String... inner) throws InterruptedException {
    var elements = new ArrayList<String>();
    for (var each : inner) {
      elements.add("{\"data\":" + each + ",\"uri\":\"/v3.1/events/x\"}");
    }
    clever.answers(Answer.json("{\"data\":[" + String.join(",", elements) + "],\"links\":[]}"));
    var read = new ArrayList<Event>();
    clever.client.events(TOKEN, Optional.empty(), 100, page -> read.addAll(page.records()));
    return read;
  }

  @Test
  void an_update_tells_what_was_there_before() throws Exception {
    var read =
        events(
            """
            {"id":"4fd43cc56d11340000000001","type":"courses.updated","created":"x","data":{
              "object":{"id":"4fd43cc56d11340000000002","name":"Art"},
              "previous_attributes":{"name":"Arts","number":"7"}}}\
            """);

    assertThat(read)
        .containsExactly(
            new Event.Change<>(
                EVENT,
                RecordType.COURSES,
                Event.Kind.UPDATED,
                new Course(RECORD, "Art", null, Flaws.NONE),
                new Course(RECORD, "Arts", "7", Flaws.NONE)));
  }

  @Test
  void what_was_there_before_may_stand_beside_the_data_and_ahead_of_the_type() throws Exception {
    var read =
        events(
            """
            {"previous_attributes":{"id":"none","number":"7"},
             "data":{"object":{"name":"Art","id":"4fd43cc56d11340000000002"}},
             "type":"courses.updated","id":"4fd43cc56d11340000000001"}\
            """);

    assertThat(read)
        .containsExactly(
            new Event.Change<>(
                EVENT,
                RecordType.COURSES,
                Event.Kind.UPDATED,
                new Course(RECORD, "Art", null, Flaws.NONE),
                new Course(RECORD, null, "7", Flaws.NONE)));
  }

  @Test
  void a_deleted_record_comes_with_its_last_state() throws Exception {
    var read =
        events(
            """
            {"id":"4fd43cc56d11340000000001","type":"terms.deleted",
             "data":{"object":{"id":"4fd43cc56d11340000000002","name":"Fall"}}}\
            """);

    assertThat(read)
        .containsExactly(
            new Event.Change<>(
                EVENT,
                RecordType.TERMS,
                Event.Kind.DELETED,
                new Term(RECORD, "Fall", null, null, Flaws.NONE),
                null));
  }

  @Test
  void what_is_not_mirrored_is_passed_and_what_cannot_be_read_is_told() throws Exception {
    var read =
        events(
            "{\"id\":\"4fd43cc56d11340000000001\",\"type\":\"resources.created\",\"data\":{}}",
            "{\"id\":\"4fd43cc56d11340000000003\",\"type\":\"users.created\",\"data\":{\"object\":{}}}",
            "{\"id\":\"4fd43cc56d11340000000004\",\"type\":\"users.moved\",\"data\":{\"object\":{}}}",
            "{\"id\":\"4fd43cc56d11340000000005\"}");

    assertThat(read)
        .containsExactly(
            new Event.Other(EVENT),
            new Event.Unreadable(ObjectId.of("4fd43cc56d11340000000003")),
            new Event.Unreadable(ObjectId.of("4fd43cc56d11340000000004")),
            new Event.Unreadable(ObjectId.of("4fd43cc56d11340000000005")));
  }

  @Test
  void an_event_without_an_id_is_set_aside_and_a_record_names_its_unreadable_fields()
      throws Exception {
    clever.answers(
        Answer.json(
            """
            {"data":[{"data":{"type":"users.created"}},
              {"data":{"id":"4fd43cc56d11340000000001","type":"courses.created",
                "data":{"object":{"id":"4fd43cc56d11340000000002","name":7}}}}],"links":[]}\
            """));

    clever.client.events(
        TOKEN,
        Optional.empty(),
        100,
        page -> {
          assertThat(page.anomalies()).isEqualTo(new Anomalies(1, 0, 0, 0));
          assertThat(page.records())
              .singleElement(type(Event.Change.class))
              .satisfies(change ->
                  assertThat(change.object().flaws().unreadable())
                      .containsExactly(RosterField.COURSE_NAME));
        });
  }

  @Test
  void reading_goes_on_behind_the_cursor_to_the_feeds_end() throws Exception {
    clever.answers(
        Answer.json(
            """
            {"data":[{"data":{"id":"4fd43cc56d11340000000002","type":"resources.created"}}],
             "links":[{"rel":"next","uri":"/v3.1/events?starting_after=4fd43cc56d11340000000002"}]}\
            """),
        Answer.json("{\"data\":[],\"links\":[]}"));
    var read = new ArrayList<Event>();

    clever.client.events(TOKEN, Optional.of(EVENT), 1, page -> read.addAll(page.records()));

    assertThat(read).hasSize(1);
    assertThat(clever.askedUris())
        .containsExactly(
            "/v3.1/events?limit=1&starting_after=4fd43cc56d11340000000001",
            "/v3.1/events?limit=1&starting_after=4fd43cc56d11340000000002");
  }

  @Test
  void whether_an_event_is_still_there_is_asked_by_its_id() throws Exception {
    clever.answers(
        Answer.json("{\"data\":{\"id\":\"4fd43cc56d11340000000001\",\"type\":\"users.created\"}}"),
        Answer.status(404));

    assertThat(clever.client.hasEvent(TOKEN, EVENT)).isTrue();
    assertThat(clever.client.hasEvent(TOKEN, EVENT)).isFalse();
    assertThat(clever.askedUris().getFirst()).isEqualTo("/v3.1/events/4fd43cc56d11340000000001");
  }

  @Test
  void a_feed_that_is_off_is_a_failure_and_not_an_empty_one() {
    clever.answers(Answer.status(404));

    assertThatExceptionOfType(CleverException.class)
        .isThrownBy(() -> clever.client.events(TOKEN, Optional.empty(), 100, _ -> {}))
        .satisfies(e -> assertThat(e.failure()).isInstanceOf(CleverFailure.NotFound.class));
  }
}
