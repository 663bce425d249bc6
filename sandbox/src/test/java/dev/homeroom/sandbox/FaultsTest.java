package dev.homeroom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.fault.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

/** Each fault as a plain client meets it; each is counted and can be switched off. */
final class FaultsTest {
  private Sandbox sandbox;
  private PlainClient client;

  @BeforeEach
  void start() throws IOException {
    sandbox = Sandbox.start(SandboxConfig.demo());
    client = new PlainClient(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @Test
  void the_next_requests_fail_with_a_status_and_then_it_is_over() {
    sandbox.faults().add(new Fault.Status(503, 2));
    sandbox.faults().add(new Fault.Status(429, 1));

    assertThat(client.get("/v3.0/schools").statusCode()).isEqualTo(503);
    assertThat(client.get("/v3.0/terms").body()).startsWith("{\"message\":");
    var limited = client.get("/v3.0/schools");
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.body()).isEmpty();
    assertThat(client.get("/v3.0/schools").statusCode()).isEqualTo(200);
    assertThat(sandbox.faults().met(Fault.Status.class)).isEqualTo(3);
  }

  @Test
  void an_answer_breaks_off() {
    sandbox.faults().add(new Fault.CutOff(1));

    assertThatThrownBy(() -> client.get("/v3.0/courses")).isInstanceOf(UncheckedIOException.class);
    assertThat(client.get("/v3.0/courses").statusCode()).isEqualTo(200);
    assertThat(sandbox.faults().met(Fault.CutOff.class)).isPositive();
  }

  @Test
  void json_ends_too_early() {
    sandbox.faults().add(new Fault.MalformedJson(1));

    var response = client.get("/v3.0/courses");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> PlainClient.MAPPER.readTree(response.body()))
        .isInstanceOf(JacksonException.class);
  }

  @Test
  void a_web_page_comes_instead_of_json() {
    sandbox.faults().add(new Fault.Html(1));

    var response = client.get("/v3.0/courses");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
  }

  @Test
  void answers_take_longer_until_it_is_cleared() {
    sandbox.faults().add(new Fault.Slow(Duration.ofMillis(120)));

    var before = System.nanoTime();
    client.get("/v3.0/schools");

    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isGreaterThanOrEqualTo(Duration.ofMillis(120));
    sandbox.faults().clear();
    client.get("/v3.0/schools");
    assertThat(sandbox.faults().met(Fault.Slow.class)).isEqualTo(1);
  }

  @Test
  void a_list_is_empty_with_status_200_while_its_count_and_records_are_not() {
    var section = client.ids("/v3.0/sections?limit=1").getFirst();
    sandbox.faults().add(new Fault.EmptyList(RecordType.SECTIONS));

    assertThat(client.walk("/v3.0/sections")).isEmpty();
    assertThat(client.count("/v3.0/sections?count=true")).isEqualTo(378);
    assertThat(client.get("/v3.0/sections/" + section).statusCode()).isEqualTo(200);
    assertThat(client.walk("/v3.0/terms")).hasSize(5);
  }

  @Test
  void a_count_is_wrong() {
    sandbox.faults().add(new Fault.WrongCount(RecordType.SECTIONS, -3));

    assertThat(client.count("/v3.0/sections?count=true")).isEqualTo(375);
    assertThat(client.count("/v3.0/terms?count=true")).isEqualTo(5);
  }

  @Test
  void a_record_is_repeated_on_the_next_page_and_none_is_missing() {
    sandbox.faults().add(new Fault.RepeatedRecord(RecordType.SECTIONS));

    var ids = client.ids("/v3.0/sections?limit=100");

    assertThat(ids).hasSize(378 + 3);
    assertThat(new HashSet<>(ids)).hasSize(378);
  }

  @Test
  void a_record_has_no_id() {
    sandbox.faults().add(new Fault.RecordWithoutId(RecordType.USERS));

    var records = client.walk("/v3.0/users?limit=1000");

    assertThat(records).hasSize(2098).filteredOn(record -> !record.has("id")).hasSize(3);
  }

  @Test
  void impossible_faults_are_refused() {
    assertThatThrownBy(() -> sandbox.faults().add(new Fault.Status(404, 1)))
        .hasMessageContaining("429");
    assertThatThrownBy(() -> sandbox.faults().add(new Fault.Html(0)))
        .hasMessageContaining("at least once");
  }

  @Test
  void requests_are_counted_by_path() {
    client.get("/v3.0/schools");
    client.get("/v3.1/schools/nonsense/sections");
    client.get("/v3.1/schools");

    assertThat(sandbox.requests().total()).isEqualTo(3);
    assertThat(sandbox.requests().byPath())
        .containsEntry("schools", 2L)
        .containsEntry("schools/{id}/sections", 1L);
  }
}
