package dev.homeroom.sandbox;

import static dev.homeroom.sandbox.PlainClient.text;
import static dev.homeroom.sandbox.PlainClient.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.district.SyncState;
import dev.homeroom.sandbox.share.Share;
import dev.homeroom.sandbox.world.DistrictSimulation;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Pauses, holds and failing syncs, launch and login, as the API shows them (CLEVER.md 6.5, 6.6).
 */
final class LifeCycleTest {
  private SharedDistrict district;
  private DistrictSimulation world;
  private String student = "";

  @BeforeEach
  void start() throws IOException {
    district = new SharedDistrict(60);
    world = district.sandbox.world();
    student = district.ids("users?role=student&limit=1").getFirst();
  }

  @AfterEach
  void stop() {
    district.close();
  }

  @Test
  void a_sync_tells_its_changes_and_then_its_time() {
    var before = lastSync();

    withdraw();

    assertThat(lastSync()).isEqualTo("2026-11-05T06:00:00.000Z").isGreaterThan(before);
    var news = district.news();
    assertThat(text(news.getLast(), "type")).isEqualTo("districts.updated");
    assertThat(previous(news.getLast()).propertyNames()).containsExactly("last_sync");
    assertThat(text(previous(news.getLast()), "last_sync")).isEqualTo(before);
  }

  @Test
  void syncs_at_the_same_time_are_told_apart() {
    withdraw();
    var first = lastSync();
    district.sandbox.drift(1);

    assertThat(lastSync()).isGreaterThan(first);
  }

  @Test
  void a_pause_emits_nothing_but_itself_and_freezes_what_is_shared() {
    var before = district.shown();

    pause();

    assertThat(text(record(), "state")).isEqualTo("paused");
    assertThat(text(record(), "pause_start")).isEqualTo("2026-11-05T06:00:00.000Z");
    assertThat(text(record(), "pause_end")).isEqualTo("2026-11-15T06:00:00.000Z");
    var news = district.news();
    assertThat(news).hasSize(1);
    assertThat(text(news.getFirst(), "type")).isEqualTo("districts.updated");
    assertThat(previous(news.getFirst()).propertyNames())
        .containsExactlyInAnyOrder("state", "pause_start", "pause_end");
    assertThat(previous(news.getFirst()).path("pause_start").isNull()).isTrue();

    withdraw();
    assertThat(district.shown().all()).isEqualTo(before.all());
    assertThat(district.news()).isEmpty();
  }

  @Test
  void sharing_still_changes_during_a_pause() {
    pause();
    district.news();

    district.sandbox.share(new Share.Nothing());

    assertThat(district.ids("users")).isEmpty();
    assertThat(district.newsInShort()).anyMatch(event -> event.startsWith("users.deleted"));
    assertThat(text(record(), "state")).isEqualTo("paused");
  }

  @Test
  void what_happened_during_a_pause_arrives_when_it_ends() {
    var before = district.shown();
    pause();
    withdraw();
    district.sandbox.clock().advance(Duration.ofDays(2));
    withdrawAnother();
    district.news();
    district.sandbox.clock().advance(Duration.ofMinutes(1));

    world.resume();

    arrived(before);
    assertThat(text(record(), "state")).isEqualTo("running");
    assertThat(record().has("pause_end")).isFalse();
    assertThat(lastSync()).isEqualTo("2026-11-07T06:01:00.000Z");
  }

  @Test
  void a_pause_ends_by_itself_when_its_time_comes() {
    pause();
    withdraw();
    district.news();

    district.sandbox.clock().advance(Duration.ofDays(10));

    assertThat(district.status("users/" + student)).isEqualTo(404);
    assertThat(text(record(), "state")).isEqualTo("running");
    assertThat(district.newsInShort()).anyMatch(event -> event.startsWith("users.deleted"));
  }

  @Test
  void what_is_on_hold_waits_until_it_is_approved() {
    var before = district.shown();
    world.hold();
    assertThat(text(record(), "state")).isEqualTo("pending");
    withdraw();
    assertThat(district.status("users/" + student)).isEqualTo(200);
    assertThat(district.news()).hasSize(1);

    world.approve();

    assertThat(text(record(), "state")).isEqualTo("running");
    arrived(before);
  }

  @Test
  void what_is_on_hold_never_arrives_when_it_is_discarded() {
    var before = district.shown();
    world.hold();
    withdraw();

    world.discard();

    assertThat(district.shown().types()).isEqualTo(before.types());
    assertThat(district.newsInShort())
        .containsExactly(
            "districts.updated " + district.sandbox.districtId(),
            "districts.updated " + district.sandbox.districtId());
    withdrawAnother();
    assertThat(district.status("users/" + student)).isEqualTo(200);
  }

  @Test
  void a_failing_sync_shows_its_error_and_the_rows_of_the_last_good_one() {
    var before = district.shown();
    world.fail("The file students.csv is missing.");
    withdraw();

    assertThat(text(record(), "state")).isEqualTo("error");
    assertThat(text(record(), "error")).isEqualTo("The file students.csv is missing.");
    assertThat(text(record(), "last_sync"))
        .isEqualTo(text(before.record("districts", district.sandbox.districtId()), "last_sync"));
    assertThat(district.shown().all()).isEqualTo(before.all());
    district.news();

    world.recover();

    assertThat(text(record(), "error")).isEmpty();
    arrived(before);
  }

  @Test
  void a_district_that_was_never_synced_has_nothing_but_itself() {
    var later = district.shown();
    world.beforeFirstSync();

    assertThat(district.shown().all().values()).allMatch(Set::isEmpty);
    assertThat(text(record(), "state")).isEqualTo("pending");
    assertThat(record().has("last_sync")).isFalse();
    assertThat(district.news()).isEmpty();
    assertThatThrownBy(() -> world.discard())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("first sync");
    district.sandbox.share(new Share.District(true));
    withdraw();
    var before = district.shown();
    assertThat(before.all().values()).allMatch(Set::isEmpty);

    world.firstSync();

    var after = district.shown();
    assertThat(after.ids("sections")).isEqualTo(later.ids("sections"));
    assertThat(after.ids("users")).isNotEmpty().doesNotContain(student);
    assertThat(text(record(), "state")).isEqualTo("running");
    assertThat(district.newsInShort()).isEqualTo(before.eventsTo(after));
    assertThatThrownBy(() -> world.firstSync()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void steps_that_do_not_fit_the_state_are_refused() {
    assertThatThrownBy(() -> world.resume())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("running, not paused");
    assertThatThrownBy(() -> world.approve()).hasMessageContaining("not pending");
    assertThatThrownBy(() -> world.recover()).hasMessageContaining("not error");
    world.hold();
    assertThatThrownBy(this::pause)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("approve");
    assertThatThrownBy(() -> world.healthyState(SyncState.ERROR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("running or success");
    world.approve();
    assertThatThrownBy(() -> world.fail(" ")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> world.pause(SharedDistrict.START))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ends later");
  }

  @Test
  void launch_login_and_sis_can_be_set_and_are_told() {
    world.edit(profile -> profile.launching(LocalDate.of(2027, 1, 11)));
    world.edit(profile -> profile.loggingInBy(List.of("Google", "SAML")));
    world.edit(profile -> profile.fedBy("powerschool"));
    world.healthyState(SyncState.SUCCESS);

    assertThat(text(record(), "launch_date")).isEqualTo("2027-01-11");
    assertThat(texts(record().path("login_methods"))).containsExactly("Google", "SAML");
    assertThat(text(record(), "sis_type")).isEqualTo("powerschool");
    assertThat(text(record(), "state")).isEqualTo("success");
    assertThat(district.news().stream().map(LifeCycleTest::previous))
        .extracting(previous -> Set.copyOf(previous.propertyNames()))
        .containsExactly(
            Set.of("launch_date"), Set.of("login_methods"), Set.of("sis_type"), Set.of("state"));
    assertThatThrownBy(() -> world.edit(profile -> profile.loggingInBy(List.of("Pigeon"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Clever Badges");
  }

  @Test
  void a_district_that_disconnects_gets_a_new_token_when_it_comes_back_and_keeps_its_ids() {
    var sandbox = district.sandbox;
    var before = district.shown();
    var old = sandbox.token();

    sandbox.disconnect();
    assertThat(district.status("districts")).isEqualTo(401);
    assertThatThrownBy(sandbox::token).isInstanceOf(IllegalStateException.class);

    var token = sandbox.connect();
    assertThat(token).isNotEqualTo(old).isEqualTo(sandbox.token());
    assertThat(district.status("districts")).isEqualTo(401);
    assertThat(new PlainClient(sandbox).ids("/v3.1/users?limit=10000"))
        .containsExactlyElementsOf(before.ids("users"));
    assertThatThrownBy(sandbox::connect).hasMessageContaining("rotate");
  }

  @Test
  void the_clock_goes_back_as_far_as_the_real_time_and_syncs_and_events_go_on() {
    var clock = district.sandbox.clock();
    clock.set(SharedDistrict.START.plusSeconds(3600));
    withdraw();
    var events = district.client.ids("/v3.1/events").size();
    var sync = lastSync();

    clock.reset();
    district.sandbox.apply(new RosterChange.Restore(RecordType.USERS, student));

    assertThat(clock.instant()).isEqualTo(SharedDistrict.START);
    assertThat(lastSync()).isGreaterThan(sync);
    assertThat(district.client.ids("/v3.1/events").size()).isGreaterThan(events);
    assertThatThrownBy(() -> clock.set(SharedDistrict.START.minusSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("before the real time");
  }

  private void pause() {
    world.pause(SharedDistrict.START.plus(Duration.ofDays(10)));
  }

  private void withdraw() {
    district.sandbox.apply(new RosterChange.WithdrawUser(student));
  }

  private void withdrawAnother() {
    var other = district.ids("users?role=student&limit=2").getLast();
    district.sandbox.apply(new RosterChange.WithdrawUser(other));
  }

  /** What the SIS did meanwhile is shown and told. */
  private void arrived(VisibleRecords before) {
    var after = district.shown();
    assertThat(after.ids("users")).doesNotContain(student);
    assertThat(district.newsInShort())
        .contains("users.deleted " + student)
        .isEqualTo(before.eventsTo(after));
  }

  private JsonNode record() {
    return district.record("districts", district.sandbox.districtId());
  }

  private String lastSync() {
    return text(record(), "last_sync");
  }

  private static JsonNode previous(JsonNode event) {
    return event.path("data").path("previous_attributes");
  }
}
