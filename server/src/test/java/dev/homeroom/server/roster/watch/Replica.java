package dev.homeroom.server.roster.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.v1.RosterChange;
import dev.homeroom.v1.RosterChangeKind;
import dev.homeroom.v1.WatchRosterRequest;
import dev.homeroom.v1.WatchRosterResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a client makes of a watch: a map that every change is applied to. Fails where a change is
 * told twice, does not fit what is there, or comes out of order.
 */
final class Replica {
  private static final List<String> ARRIVALS =
      List.of("DISTRICT", "SCHOOL", "TERM", "COURSE", "USER", "SECTION");

  private final WatchRosterRequest request;
  private final Map<String, Message> records = new TreeMap<>();
  private String token = "";
  private String lastOrder = "";
  private long revision;

  Replica(WatchRosterRequest request) {
    this.request = request;
  }

  /** The request that goes on behind the last message taken. */
  WatchRosterRequest request() {
    return request.toBuilder().setResumeToken(token).build();
  }

  /** The records, complete at a bookmark. */
  Map<String, Message> records() {
    return records;
  }

  /** The revision of the last bookmark; 0 before the first. */
  long revision() {
    return revision;
  }

  /** Takes a message; returns whether it was a bookmark. */
  boolean take(WatchRosterResponse message) {
    assertThat(message.getResumeToken()).isNotEmpty();
    token = message.getResumeToken();
    if (message.hasBookmark()) {
      assertThat(message.getBookmark().getRevision()).isGreaterThanOrEqualTo(revision);
      revision = message.getBookmark().getRevision();
      lastOrder = "";
      return true;
    }
    take(message.getChange());
    return false;
  }

  private void take(RosterChange change) {
    assertThat(change.getRevision()).as("%s", change).isGreaterThan(revision);
    var order = order(change);
    assertThat(order).as("the order of %s", change).isGreaterThan(lastOrder);
    lastOrder = order;
    var before = records.get(change.getName());
    switch (change.getKind()) {
      case ROSTER_CHANGE_KIND_ENTERED -> {
        assertThat(before).isNull();
        records.put(change.getName(), record(change));
      }
      case ROSTER_CHANGE_KIND_CHANGED -> {
        assertThat(before).isNotNull().isNotEqualTo(record(change));
        assertThat(change.getChangedFieldsList()).isNotEmpty();
        records.put(change.getName(), record(change));
      }
      case ROSTER_CHANGE_KIND_LEFT -> {
        assertThat(before).isNotNull();
        assertThat(change.getRecordCase()).isEqualTo(RosterChange.RecordCase.RECORD_NOT_SET);
        records.remove(change.getName());
      }
      case ROSTER_CHANGE_KIND_UNSPECIFIED, UNRECOGNIZED -> throw new AssertionError(change);
    }
  }

  private static Message record(RosterChange change) {
    return switch (change.getRecordCase()) {
      case DISTRICT -> RosterFixture.withoutRevision(change.getDistrict());
      case SCHOOL -> change.getSchool();
      case TERM -> change.getTerm();
      case COURSE -> change.getCourse();
      case SECTION -> change.getSection();
      case USER -> change.getUser();
      case RECORD_NOT_SET -> throw new AssertionError(change);
    };
  }

  private static String order(RosterChange change) {
    var index = ARRIVALS.indexOf(change.getType().name().substring("RECORD_TYPE_".length()));
    assertThat(index).isNotNegative();
    var part = change.getKind() == RosterChangeKind.ROSTER_CHANGE_KIND_LEFT ? 2 * 6 - index : index;
    return "%02d %s".formatted(part, change.getName());
  }
}
