package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.link;
import static dev.homeroom.sandbox.PlainClient.records;
import static dev.homeroom.sandbox.PlainClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Paging as Clever was recorded (CLEVER.md 3.2). */
final class PagingTest {
  private static Sandbox sandbox;
  private static PlainClient client;

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start(SandboxConfig.demo());
    client = new PlainClient(sandbox);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Test
  void takes_a_hundred_at_a_time_unless_told_otherwise() {
    var pages = client.pages("/v3.0/users?role=student");

    assertThat(pages).hasSize(11);
    assertThat(ids(PlainClient.MAPPER.readTree(pages.getFirst()))).hasSize(100);
    assertThat(ids(PlainClient.MAPPER.readTree(pages.getLast()))).hasSize(4);
  }

  @Test
  void wraps_each_record_with_its_uri() {
    var item = client.json("/v3.1/schools?limit=1").path("data").path(0);

    assertThat(text(item, "uri")).isEqualTo("/v3.1/schools/" + text(item.path("data"), "id"));
  }

  @Test
  void links_the_first_page_to_the_next_and_the_cursor_comes_last() {
    var page = client.json("/v3.0/sections?limit=10");

    assertThat(rels(page)).containsExactly("self", "next");
    assertThat(link(page, "self")).contains("/v3.0/sections?limit=10");
    assertThat(link(page, "next"))
        .contains("/v3.0/sections?limit=10&starting_after=" + ids(page).getLast());
  }

  @Test
  void links_name_the_default_limit_and_keep_the_other_parameters() {
    var page = client.json("/v3.0/users?role=student");

    assertThat(link(page, "next"))
        .contains("/v3.0/users?limit=100&role=student&starting_after=" + ids(page).getLast());
  }

  @Test
  void links_a_middle_page_in_both_directions() {
    var first = client.json("/v3.0/sections?limit=10");
    var second = client.json(link(first, "next").orElseThrow());

    assertThat(rels(second)).containsExactly("self", "prev", "next");
    assertThat(link(second, "prev"))
        .contains("/v3.0/sections?limit=10&ending_before=" + ids(second).getFirst());
    assertThat(ids(client.json(link(second, "prev").orElseThrow()))).isEqualTo(ids(first));
  }

  @Test
  void links_no_page_behind_one_that_is_not_full() {
    var terms = client.json("/v3.0/terms?limit=20");

    assertThat(rels(terms)).containsExactly("self");
  }

  @Test
  void serves_an_empty_page_behind_an_exactly_full_last_one() {
    var full = client.json("/v3.0/terms?limit=5");
    var empty = client.json(link(full, "next").orElseThrow());

    assertThat(ids(full)).hasSize(5);
    assertThat(ids(empty)).isEmpty();
    assertThat(rels(empty)).containsExactly("self");
  }

  @Test
  void walks_backwards_from_the_last_page_in_ascending_order() {
    List<String> ids = new ArrayList<>();
    var path = Optional.of("/v3.1/sections?limit=100&ending_before=last");
    while (path.isPresent()) {
      var page = client.json(path.get());
      ids.addAll(0, ids(page));
      path = link(page, "prev");
    }

    assertThat(ids).isEqualTo(client.ids("/v3.1/sections?limit=1000"));
  }

  @Test
  void finds_the_newest_record() {
    var page = client.json("/v3.1/users?ending_before=last&limit=1");

    assertThat(ids(page)).containsExactly(client.ids("/v3.1/users?limit=10000").getLast());
    assertThat(rels(page)).containsExactly("self", "prev");
  }

  @Test
  void links_back_from_a_full_last_page_even_where_nothing_is_before() {
    var allOfThem = "/v3.1/users?role=student&limit=1004&ending_before=last";

    assertThat(rels(client.json(allOfThem))).containsExactly("self", "prev");
    assertThat(rels(client.json("/v3.1/terms?limit=20&ending_before=last")))
        .containsExactly("self");
  }

  @Test
  void takes_cursors_of_records_that_do_not_exist() {
    assertThat(ids(client.json("/v3.0/terms?starting_after=000000000000000000000000"))).hasSize(5);
    assertThat(ids(client.json("/v3.0/terms?starting_after=ffffffffffffffffffffffff"))).isEmpty();
    assertThat(ids(client.json("/v3.0/terms?ending_before=ffffffffffffffffffffffff"))).hasSize(5);
  }

  @Test
  void serves_ten_thousand_at_most() {
    assertThat(client.get("/v3.0/users?limit=10000").statusCode()).isEqualTo(200);
    var refused = client.get("/v3.0/users?limit=10001");
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(refused.body()).contains("\"message\"");
  }

  @Test
  void serves_no_events_yet() {
    assertThat(client.json("/v3.1/events?ending_before=last&limit=1").path("data")).isEmpty();
    assertThat(rels(client.json("/v3.1/events"))).containsExactly("self");
    assertThat(client.get("/v3.1/events/5a0c91b95c7cc000010d417c").statusCode()).isEqualTo(404);
  }

  private static List<String> ids(JsonNode page) {
    return records(page).map(record -> text(record, "id")).toList();
  }

  private static List<String> rels(JsonNode page) {
    return PlainClient.elements(page.path("links")).map(link -> text(link, "rel")).toList();
  }
}
