package dev.homeroom.server.sync.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.clever.read.Page;
import dev.homeroom.clever.record.Anomalies;
import dev.homeroom.clever.record.District;
import dev.homeroom.clever.record.Event;
import dev.homeroom.clever.record.Event.Kind;
import dev.homeroom.clever.record.Flaws;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.clever.record.RecordType;
import dev.homeroom.clever.record.Section;
import dev.homeroom.clever.record.User;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FoldedEventsTest {
  private static final ObjectId ALGEBRA = id(0xa);
  private static final ObjectId ANN = id(1);
  private static final ObjectId BOB = id(2);
  private static final ObjectId CAT = id(3);
  private static final Instant MONDAY = Instant.parse("2026-09-07T02:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-09-08T02:00:00Z");
  private static final Instant WEDNESDAY = Instant.parse("2026-09-09T02:00:00Z");

  private final FoldedEvents net = new FoldedEvents(Optional.of(id(100)), Optional.of(MONDAY));

  @Test
  void the_last_state_counts() {
    take(
        created(101, section(ANN)),
        updated(102, section(ANN, BOB), members(ANN)),
        updated(103, section(BOB), members(ANN, BOB)));

    assertThat(algebra().state()).contains(section(BOB));
    assertThat(algebra().proves(student(ANN))).isTrue();
    assertThat(algebra().proves(student(BOB))).isFalse();
    assertThat(net.size()).isEqualTo(1);
  }

  @Test
  void who_left_and_came_back_is_not_lost() {
    take(
        updated(101, section(BOB), members(ANN, BOB)),
        updated(102, section(BOB, ANN), members(BOB)));

    assertThat(algebra().proves(student(ANN))).isFalse();
    assertThat(algebra().losesAnything()).isFalse();
  }

  @Test
  void what_no_event_took_away_is_not_proven_lost() {
    take(updated(101, section(BOB), members(ANN, BOB)));

    assertThat(algebra().proves(student(CAT))).isFalse();
    assertThat(algebra().proves(student(ANN))).isTrue();
  }

  @Test
  void a_deleted_record_is_proven_lost_with_all_that_it_had() {
    take(updated(101, section(ANN, BOB), members(ANN)), deleted(102, section(ANN, BOB)));

    assertThat(algebra().state()).isEmpty();
    assertThat(algebra().losesAnything()).isTrue();
    assertThat(algebra().proves(student(ANN))).isTrue();
  }

  @Test
  void deleted_and_created_again_has_lost_what_it_came_back_without() {
    take(deleted(101, section(ANN, BOB)), created(102, section(BOB)));

    assertThat(algebra().state()).contains(section(BOB));
    assertThat(algebra().proves(student(ANN))).isTrue();
    assertThat(algebra().proves(student(BOB))).isFalse();
    assertThat(net.flaw()).isEmpty();
  }

  @Test
  void created_and_deleted_again_is_gone() {
    take(created(101, section(ANN)), deleted(102, section(ANN)));

    assertThat(algebra().state()).isEmpty();
  }

  @Test
  void an_update_of_what_is_deleted_makes_no_sense() {
    take(deleted(101, section(ANN)), updated(102, section(ANN, BOB), members(ANN)));

    assertThat(net.flaw()).contains(FoldedEvents.Flaw.CONTRADICTORY);
  }

  @Test
  void an_update_that_comes_late_does_not_bring_a_deleted_record_back() {
    take(deleted(102, section(ANN)), updated(101, section(ANN), members(ANN, BOB)));

    assertThat(algebra().state()).isEmpty();
    assertThat(net.flaw()).isEmpty();
  }

  @Test
  void events_that_are_repeated_or_out_of_order_come_to_the_same() {
    take(
        updated(103, section(CAT), members(BOB, CAT)),
        updated(101, section(BOB), members(ANN, BOB)),
        updated(102, section(BOB, CAT), members(BOB)),
        updated(101, section(BOB), members(ANN, BOB)),
        updated(103, section(CAT), members(BOB, CAT)));

    assertThat(algebra().state()).contains(section(CAT));
    assertThat(algebra().proves(student(ANN))).isTrue();
    assertThat(algebra().proves(student(BOB))).isTrue();
    assertThat(algebra().proves(student(CAT))).isFalse();
    assertThat(net.cursor()).contains(id(103));
    assertThat(net.read()).isEqualTo(5);
  }

  @Test
  void events_at_or_before_the_cursor_are_ignored() {
    take(deleted(99, section(ANN)), deleted(100, section(ANN)));

    assertThat(net.size()).isZero();
    assertThat(net.cursor()).contains(id(100));
  }

  @Test
  void without_a_cursor_every_event_counts_and_an_empty_feed_leaves_none() {
    var first = new FoldedEvents(Optional.empty(), Optional.empty());
    assertThat(first.cursor()).isEmpty();

    first.add(new Page<>(List.of(created(1, section(ANN))), Anomalies.NONE));

    assertThat(first.cursor()).contains(id(1));
    assertThat(first.size()).isEqualTo(1);
  }

  @Test
  void a_role_a_reference_and_a_value_can_be_lost() {
    take(
        new Event.Change<>(
            id(101),
            RecordType.USERS,
            Kind.UPDATED,
            user(null, null, null),
            user("ann@example.com", student(), null)),
        new Event.Change<>(
            id(102),
            RecordType.SECTIONS,
            Kind.UPDATED,
            section(null, List.of()),
            section(CAT, List.of())));

    var user = net.record(RecordType.USERS, ANN).orElseThrow();
    assertThat(user.proves(new FieldValue("student", null))).isTrue();
    assertThat(user.proves(new FieldValue("student_schools", CAT))).isTrue();
    assertThat(user.proves(new FieldValue("email", null))).isTrue();
    assertThat(user.proves(new FieldValue("teacher", null))).isFalse();
    assertThat(algebra().proves(new FieldValue("school", null))).isTrue();
    assertThat(algebra().proves(new FieldValue("course", null))).isFalse();
  }

  @Test
  void another_value_is_no_loss() {
    take(
        new Event.Change<>(
            id(101),
            RecordType.USERS,
            Kind.UPDATED,
            user("ann@example.org", null, null),
            user("ann@example.com", null, null)));

    assertThat(net.record(RecordType.USERS, ANN).orElseThrow().losesAnything()).isFalse();
  }

  @Test
  void what_cannot_be_read_is_a_flaw_and_what_is_not_mirrored_is_none() {
    take(new Event.Other(id(101)));
    assertThat(net.flaw()).isEmpty();
    assertThat(net.cursor()).contains(id(101));

    take(new Event.Unreadable(id(102)));
    assertThat(net.flaw()).contains(FoldedEvents.Flaw.UNREADABLE);

    var other = new FoldedEvents(Optional.empty(), Optional.empty());
    other.add(new Page<>(List.of(), new Anomalies(1, 0, 0, 0)));
    assertThat(other.flaw()).contains(FoldedEvents.Flaw.UNREADABLE);
  }

  @Test
  void syncs_that_follow_each_other_are_no_gap() {
    take(
        synced(101, TUESDAY, MONDAY),
        synced(101, TUESDAY, MONDAY),
        synced(102, TUESDAY, null),
        synced(103, WEDNESDAY, TUESDAY));

    assertThat(net.flaw()).isEmpty();
    assertThat(net.lastSync()).contains(WEDNESDAY);
    assertThat(net.district()).contains(district(WEDNESDAY));
  }

  @Test
  void a_sync_that_builds_on_one_never_told_is_a_gap() {
    take(synced(101, WEDNESDAY, TUESDAY));

    assertThat(net.flaw()).contains(FoldedEvents.Flaw.SYNC_MISSING);
  }

  @Test
  void the_first_sync_of_a_district_is_no_gap() {
    var first = new FoldedEvents(Optional.empty(), Optional.empty());

    first.add(new Page<>(List.of(synced(1, MONDAY, null)), Anomalies.NONE));

    assertThat(first.flaw()).isEmpty();
    assertThat(first.lastSync()).contains(MONDAY);
  }

  @Test
  void no_holding_tells_whom_it_names() {
    assertThat(student(ANN)).hasToString("Holding[students]");
  }

  private void take(Event... events) {
    net.add(new Page<>(Arrays.asList(events), Anomalies.NONE));
  }

  private FoldedRecord algebra() {
    return net.record(RecordType.SECTIONS, ALGEBRA).orElseThrow();
  }

  private static FieldValue student(ObjectId who) {
    return new FieldValue("students", who);
  }

  private static Event created(int event, Section section) {
    return new Event.Change<>(id(event), RecordType.SECTIONS, Kind.CREATED, section, null);
  }

  private static Event updated(int event, Section after, Section before) {
    return new Event.Change<>(id(event), RecordType.SECTIONS, Kind.UPDATED, after, before);
  }

  private static Event deleted(int event, Section last) {
    return new Event.Change<>(id(event), RecordType.SECTIONS, Kind.DELETED, last, null);
  }

  private static Event synced(int event, Instant now, @Nullable Instant before) {
    return new Event.Change<>(
        id(event),
        RecordType.DISTRICTS,
        Kind.UPDATED,
        district(now),
        before == null ? null : district(before));
  }

  private static District district(Instant lastSync) {
    return new District(
        id(0xd),
        null,
        null,
        null,
        null,
        List.of(),
        null,
        null,
        "running",
        lastSync,
        null,
        Flaws.NONE);
  }

  private static Section section(ObjectId... students) {
    return section(CAT, List.of(students));
  }

  /** What an update of members alone tells of before. */
  private static Section members(ObjectId... students) {
    return section(null, List.of(students));
  }

  private static Section section(@Nullable ObjectId school, List<ObjectId> students) {
    return new Section(
        ALGEBRA,
        null,
        null,
        school,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        students,
        Flaws.NONE);
  }

  private static User.StudentRole student() {
    return new User.StudentRole(CAT, List.of(CAT), null, null, null, null, null, null);
  }

  private static User user(
      @Nullable String email,
      User.@Nullable StudentRole student,
      User.@Nullable TeacherRole teacher) {
    return new User(ANN, "Ann", null, "Lee", email, student, teacher, null, null, null, Flaws.NONE);
  }

  private static ObjectId id(int number) {
    return new ObjectId(0x4fd43cc56d113400L, number);
  }
}
