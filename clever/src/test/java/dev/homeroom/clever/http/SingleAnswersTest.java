package dev.homeroom.clever.http;

import static dev.homeroom.clever.http.FakeClever.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.homeroom.clever.http.FakeClever.Answer;
import dev.homeroom.clever.record.Course;
import dev.homeroom.clever.record.District;
import dev.homeroom.clever.record.Flaws;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.clever.record.RecordType;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SingleAnswersTest {

  private static final ObjectId ID = ObjectId.of("4fd43cc56d11340000000001");

  private FakeClever clever;

  @BeforeEach
  void open() throws IOException {
    clever = new FakeClever();
  }

  @AfterEach
  void close() {
    clever.close();
  }

  @Test
  void the_district_is_the_one_that_the_token_lists() throws Exception {
    clever.answers(
        Answer.json(
            """
            {"data":[{"data":{"id":"4fd43cc56d11340000000001","name":"Demo","sis_type":"sftp",
              "launch_date":"2026-08-15","portal_url":"https://clever.com/in/demo",
              "login_methods":["Google","Clever Badges"],"nces_id":"n","mdr_number":null,
              "state":"success","error":"","last_sync":"2026-08-01T10:11:12.345Z",
              "district_contact":{"name":{"first":"A"}}},"uri":"/v3.1/districts/x"}],
             "links":[{"rel":"self","uri":"/v3.1/districts"}]}\
            """));

    assertThat(clever.client.district(TOKEN))
        .isEqualTo(
            new District(
                ID,
                "Demo",
                "sftp",
                LocalDate.of(2026, 8, 15),
                "https://clever.com/in/demo",
                List.of("Google", "Clever Badges"),
                "n",
                null,
                "success",
                Instant.parse("2026-08-01T10:11:12.345Z"),
                null,
                Flaws.NONE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-08-10", "2026-08-10T00:00:00.000Z"})
  void a_pause_ends_on_a_day_with_or_without_a_time(String end) throws Exception {
    clever.answers(
        Answer.json(
            "{\"data\":[{\"data\":{\"id\":\"4fd43cc56d11340000000001\",\"state\":\"paused\",\"pause_end\":\""
                + end
                + "\"}}],\"links\":[]}"));

    assertThat(clever.client.district(TOKEN).pauseEnd()).isEqualTo(LocalDate.of(2026, 8, 10));
  }

  @Test
  void no_district_is_a_failure() {
    clever.answers(Answer.json("{\"data\":[],\"links\":[]}"));

    assertThatExceptionOfType(CleverException.class)
        .isThrownBy(() -> clever.client.district(TOKEN))
        .withMessageContaining("not exactly one district");
  }

  @Test
  void a_count_is_read() throws Exception {
    clever.answers(Answer.json("{\"links\":[{\"rel\":\"self\"}],\"count\":100400}"));

    assertThat(clever.client.count(TOKEN, RecordType.USERS)).isEqualTo(100_400);
    assertThat(clever.askedUris()).containsExactly("/v3.1/users?count=true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"links\":[]}", "{\"count\":null}", "{\"count\":\"4\"}", "{\"count\":-1}", "[]"})
  void a_count_that_is_none_is_a_failure_and_not_zero(String body) {
    for (int i = 0; i < RetryPolicy.DEFAULT.attempts(); i++) {
      clever.answers(Answer.json(body));
    }

    assertThatExceptionOfType(CleverException.class)
        .isThrownBy(() -> clever.client.count(TOKEN, RecordType.USERS))
        .satisfies(e -> assertThat(e.failure()).isInstanceOf(CleverFailure.Unexpected.class));
  }

  @Test
  void the_newest_event_is_asked_for_by_the_last_page_of_one() throws Exception {
    clever.answers(
        Answer.json(
            """
            {"data":[{"data":{"id":"4fd43cc56d11340000000001","type":"users.updated",
              "data":{"object":{"id":"4fd43cc56d11340000000002"}}},"uri":"/v3.1/events/x"}],
             "links":[]}\
            """));

    assertThat(clever.client.newestEventId(TOKEN)).contains(ID);
    assertThat(clever.askedUris()).containsExactly("/v3.1/events?ending_before=last&limit=1");
  }

  @Test
  void there_is_no_newest_event_where_the_feed_is_empty_or_off() throws Exception {
    clever.answers(
        Answer.json("{\"data\":[],\"links\":[]}"), Answer.status(404), Answer.status(403));

    assertThat(clever.client.newestEventId(TOKEN)).isEmpty();
    assertThat(clever.client.newestEventId(TOKEN)).isEmpty();
    assertThat(clever.client.newestEventId(TOKEN)).isEmpty();
    assertThat(clever.asked).hasSize(3);
  }

  @Test
  void a_record_is_read_by_its_id() throws Exception {
    clever.answers(
        Answer.json(
            "{\"data\":{\"id\":\"4fd43cc56d11340000000001\",\"name\":\"Art\"},\"links\":[]}"));

    assertThat(clever.client.record(TOKEN, RecordType.COURSES, ID))
        .contains(new Course(ID, "Art", null, Flaws.NONE));
    assertThat(clever.askedUris()).containsExactly("/v3.1/courses/4fd43cc56d11340000000001");
  }

  @Test
  void a_record_that_is_not_shared_is_not_there() throws Exception {
    clever.answers(Answer.status(404));

    assertThat(clever.client.record(TOKEN, RecordType.COURSES, ID)).isEmpty();
  }

  @Test
  void another_record_than_the_one_asked_for_is_a_failure() {
    clever.answers(Answer.json("{\"data\":{\"id\":\"4fd43cc56d11340000000002\"}}"));

    assertThatExceptionOfType(CleverException.class)
        .isThrownBy(() -> clever.client.record(TOKEN, RecordType.COURSES, ID))
        .withMessageContaining("another record");
  }

  @Test
  void the_districts_token_is_looked_up_with_the_client_secret() throws Exception {
    clever.answers(
        Answer.json(
            """
            {"data":[
              {"id":"5fd43cc56d11340000000001","owner":{"type":"district",
               "id":"4fd43cc56d11340000000002"},"access_token":"other","scopes":["read:users"]},
              {"id":"5fd43cc56d11340000000002","owner":{"type":"district",
               "id":"4fd43cc56d11340000000001"},"access_token":"found"}],
             "links":[{"rel":"self","uri":"/oauth/tokens?owner_type=district"}]}\
            """));

    assertThat(clever.client.districtToken(ID)).map(CleverToken::reveal).contains("found");
    assertThat(clever.asked)
        .containsExactly(
            new FakeClever.Asked(
                "/oauth/tokens?owner_type=district&district=4fd43cc56d11340000000001",
                "Basic YXBwOmNhbmFyeS1zZWNyZXQtNzc="));
  }

  @Test
  void a_client_secret_that_changed_is_used_for_the_next_look_up() throws Exception {
    clever.answers(
        Answer.json("{\"data\":[],\"links\":[]}"), Answer.json("{\"data\":[],\"links\":[]}"));
    clever.client.districtToken(ID);
    clever.ours.set(new ClientCredentials("app", "next"));

    clever.client.districtToken(ID);

    assertThat(clever.asked)
        .extracting(FakeClever.Asked::authorization)
        .containsExactly("Basic YXBwOmNhbmFyeS1zZWNyZXQtNzc=", "Basic YXBwOm5leHQ=");
  }

  @Test
  void a_district_that_has_not_connected_the_app_has_no_token() throws Exception {
    clever.answers(Answer.json("{\"data\":[],\"links\":[]}"));

    assertThat(clever.client.districtToken(ID)).isEmpty();
  }
}
