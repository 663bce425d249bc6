package dev.homeroom.clever.http;

import static dev.homeroom.clever.http.FakeClever.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.homeroom.clever.http.CleverFailure.RateLimited;
import dev.homeroom.clever.http.FakeClever.Answer;
import dev.homeroom.clever.record.RecordType;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  private static final String FOUR = "{\"count\":4}";

  private FakeClever clever;

  @BeforeEach
  void open() throws IOException {
    clever = new FakeClever();
  }

  @AfterEach
  void close() {
    clever.close();
  }

  private String in(long seconds) {
    return String.valueOf(clever.clock().instant().getEpochSecond() + seconds);
  }

  private long count(CleverToken token) throws InterruptedException {
    return clever.client.count(token, RecordType.USERS);
  }

  @Test
  void a_refused_request_waits_for_the_reset_and_goes_again() throws Exception {
    clever.answers(Answer.limited(429, "", "0", in(42)), Answer.json(FOUR));

    assertThat(count(TOKEN)).isEqualTo(4);
    assertThat(clever.waits).containsExactly(Duration.ofSeconds(42));
  }

  @Test
  void the_latest_reset_of_the_buckets_with_nothing_left_counts() throws Exception {
    clever.answers(
        Answer.limited(429, "", "0, 7 ,0", in(10) + ", " + in(50) + "," + in(30)),
        Answer.json(FOUR));

    count(TOKEN);

    assertThat(clever.waits).containsExactly(Duration.ofSeconds(30));
  }

  @Test
  void the_request_after_the_last_one_of_a_minute_waits_before_it_is_sent() throws Exception {
    clever.answers(Answer.limited(200, FOUR, "0", in(20)), Answer.json(FOUR));

    count(TOKEN);
    assertThat(clever.waits).isEmpty();
    count(TOKEN);

    assertThat(clever.waits).containsExactly(Duration.ofSeconds(20));
    assertThat(clever.asked).hasSize(2);
  }

  @Test
  void each_token_has_its_own_minute() throws Exception {
    clever.answers(Answer.limited(200, FOUR, "0", in(20)), Answer.json(FOUR));

    count(TOKEN);
    count(CleverToken.of("another"));

    assertThat(clever.waits).isEmpty();
  }

  @Test
  void a_refusal_is_not_an_attempt() throws Exception {
    for (int i = 0; i < 8; i++) {
      clever.answers(Answer.limited(429, "", "0", in((i + 1) * 2L)));
    }
    clever.answers(Answer.json(FOUR));

    assertThat(count(TOKEN)).isEqualTo(4);
    assertThat(clever.waits).hasSize(8).containsOnly(Duration.ofSeconds(2));
  }

  @Test
  void a_refusal_that_tells_no_reset_waits_too() throws Exception {
    clever.answers(
        Answer.status(429), Answer.limited(429, "", "0, none", "soon"), Answer.json(FOUR));

    assertThat(count(TOKEN)).isEqualTo(4);
    assertThat(clever.waits).hasSize(2).allMatch(Duration::isPositive);
  }

  @Test
  void of_a_clock_that_goes_wrong_no_more_than_a_minute_is_believed() throws Exception {
    clever.answers(Answer.limited(429, "", "0", in(10_800)), Answer.json(FOUR));

    assertThat(count(TOKEN)).isEqualTo(4);
    assertThat(clever.waits).containsExactly(Duration.ofMinutes(1));
  }

  @Test
  void patience_is_for_all_waits_of_a_call_together() {
    for (int i = 1; i < 9; i++) {
      clever.answers(Answer.limited(429, "", "0", in(i * 59L)));
    }

    assertThatExceptionOfType(CleverException.class)
        .isThrownBy(() -> count(TOKEN))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(new RateLimited()));
    assertThat(clever.waits).hasSize(5);
  }
}
