package dev.homeroom.clever.http;

import static dev.homeroom.clever.http.FakeClever.TOKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.homeroom.clever.http.FakeClever.Answer;
import dev.homeroom.clever.record.RecordType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WalkTest {

  private static final String A = "4fd43cc56d11340000000001";
  private static final String B = "4fd43cc56d11340000000002";
  private static final String C = "4fd43cc56d11340000000003";

  private FakeClever clever;

  @BeforeEach
  void open() throws IOException {
    clever = new FakeClever();
  }

  @AfterEach
  void close() {
    clever.close();
  }

  private static String course(String id) {
    return "{\"data\":{\"id\":\"%s\"},\"uri\":\"/v3.1/courses/%s\"}".formatted(id, id);
  }

  private static String page(String next, String... ids) {
    var courses = String.join(",", List.of(ids).stream().map(WalkTest::course).toList());
    var link = next.isEmpty() ? "" : ",{\"rel\":\"next\",\"uri\":\"%s\"}".formatted(next);
    return "{\"data\":[%s],\"links\":[{\"rel\":\"self\",\"uri\":\"/v3.1/courses\"}%s]}"
        .formatted(courses, link);
  }

  private List<List<String>> walk(int pageSize) throws InterruptedException {
    var pages = new ArrayList<List<String>>();
    clever.client.walk(
        TOKEN,
        RecordType.COURSES,
        pageSize,
        page -> pages.add(page.records().stream().map(course -> course.id().hex()).toList()));
    return pages;
  }

  @Test
  void the_pages_follow_the_next_link_to_the_one_without() throws Exception {
    clever.answers(
        Answer.json(page("/v3.1/courses?limit=2&starting_after=" + B, A, B)),
        Answer.json(page("", C)));

    var pages = walk(2);

    assertThat(pages).containsExactly(List.of(A, B), List.of(C));
    assertThat(clever.askedUris())
        .containsExactly("/v3.1/courses?limit=2", "/v3.1/courses?limit=2&starting_after=" + B);
    assertThat(clever.asked)
        .allMatch(asked -> asked.authorization().equals("Bearer " + TOKEN.reveal()));
  }

  @Test
  void an_empty_last_page_ends_the_walk() throws Exception {
    clever.answers(
        Answer.json(page("/v3.1/courses?limit=2&starting_after=" + B, A, B)),
        Answer.json(page("")));

    assertThat(walk(2)).containsExactly(List.of(A, B));
  }

  @Test
  void an_empty_page_ends_the_walk_even_with_a_next_link() throws Exception {
    clever.answers(Answer.json(page("/v3.1/courses?starting_after=" + C)));

    assertThat(walk(2)).isEmpty();
    assertThat(clever.asked).hasSize(1);
  }

  @Test
  void a_page_of_nothing_but_bad_records_does_not_end_the_walk() throws Exception {
    clever.answers(
        Answer.json(
            """
            {"data":[{"data":{"name":"no id"}},17],
             "links":[{"rel":"next","uri":"/v3.1/courses?starting_after=%s"}]}\
            """
                .formatted(B)),
        Answer.json(page("", C)));
    var quarantined = new ArrayList<Integer>();

    clever.client.walk(
        TOKEN, RecordType.COURSES, 2, page -> quarantined.add(page.anomalies().quarantined()));

    assertThat(quarantined).containsExactly(2, 0);
  }

  @Test
  void of_a_next_link_to_another_host_only_the_cursor_is_used() throws Exception {
    clever.answers(
        Answer.json(page("http://elsewhere.example/v3.1/users?starting_after=" + A, A)),
        Answer.json(page("", B)));

    assertThat(walk(1)).containsExactly(List.of(A), List.of(B));
    assertThat(clever.askedUris()).last().isEqualTo("/v3.1/courses?limit=1&starting_after=" + A);
  }

  @Test
  void a_next_link_that_does_not_advance_ends_the_walk_with_a_failure() {
    clever.answers(
        Answer.json(page("/v3.1/courses?starting_after=" + B, A, B)),
        Answer.json(page("/v3.1/courses?starting_after=" + B, A, B)));

    assertThatExceptionOfType(CleverException.class)
        .isThrownBy(() -> walk(2))
        .satisfies(e -> assertThat(e.failure()).isInstanceOf(CleverFailure.Unexpected.class))
        .withMessageContaining("does not advance");
  }

  @Test
  void a_next_link_without_a_cursor_is_a_failure() {
    for (int i = 0; i < RetryPolicy.DEFAULT.attempts(); i++) {
      clever.answers(Answer.json(page("/v3.1/courses?limit=2", A, B)));
    }

    assertThatExceptionOfType(CleverException.class)
        .isThrownBy(() -> walk(2))
        .withMessageContaining("without a cursor");
  }

  @Test
  void a_list_without_data_is_no_empty_list() {
    for (int i = 0; i < RetryPolicy.DEFAULT.attempts(); i++) {
      clever.answers(Answer.json("{\"data\":null,\"links\":[]}"));
    }

    assertThatExceptionOfType(CleverException.class)
        .isThrownBy(() -> walk(2))
        .withMessageContaining("without data");
  }

  @Test
  void what_the_consumer_throws_passes_through() {
    clever.answers(Answer.json(page("", A)));

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            clever.client.walk(
                TOKEN,
                RecordType.COURSES,
                2,
                page -> {
                  throw new IOException("disk full");
                }))
        .withMessage("disk full");
  }

  @Test
  void the_next_page_is_asked_for_while_one_is_taken_and_the_one_after_it_is_not()
      throws Exception {
    var asked = new CountDownLatch(1);
    clever.answers(
        Answer.json(page("/v3.1/courses?starting_after=" + A, A)),
        exchange -> {
          asked.countDown();
          Answer.json(page("/v3.1/courses?starting_after=" + B, B)).give(exchange);
        },
        Answer.json(page("", C)));
    var askedMeanwhile = new ArrayList<Integer>();

    clever.client.walk(
        TOKEN,
        RecordType.COURSES,
        1,
        page -> {
          assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
          askedMeanwhile.add(clever.asked.size());
        });

    assertThat(askedMeanwhile).hasSize(3);
    assertThat(askedMeanwhile.getFirst()).isEqualTo(2);
  }

  @Test
  void a_consumer_that_throws_does_not_wait_for_the_page_ahead() throws Exception {
    var asked = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    clever.answers(
        Answer.json(page("/v3.1/courses?starting_after=" + A, A)),
        _ -> {
          asked.countDown();
          awaitQuietly(release);
        });

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            clever.client.walk(
                TOKEN,
                RecordType.COURSES,
                1,
                page -> {
                  asked.await();
                  throw new IOException("disk full");
                }));
    release.countDown();
  }

  @Test
  void an_interrupted_walk_ends_at_once() throws Exception {
    var asked = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    clever.answers(_ -> {
      asked.countDown();
      awaitQuietly(release);
    });
    var walk = new FutureTask<>(() -> catchThrowable(() -> walk(1)));
    var walker = Thread.ofVirtual().start(walk);
    asked.await();

    walker.interrupt();

    assertThat(walk.get()).isInstanceOf(InterruptedException.class);
    release.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_page_size_that_clever_refuses_is_refused_here() {
    assertThatThrownBy(() -> walk(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> walk(10_001)).isInstanceOf(IllegalArgumentException.class);
    assertThat(clever.asked).isEmpty();
  }
}
