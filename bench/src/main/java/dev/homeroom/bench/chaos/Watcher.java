package dev.homeroom.bench.chaos;

import dev.homeroom.v1.RosterBookmark;
import dev.homeroom.v1.RosterChange;
import dev.homeroom.v1.RosterServiceGrpc.RosterServiceBlockingStub;
import dev.homeroom.v1.WatchRosterRequest;
import dev.homeroom.v1.WatchRosterResponse;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Follows the roster from server to server, as a mirror does: applies each message and resumes
 * after the last one. Now and then it breaks off in the middle, like a mirror that is killed.
 */
final class Watcher implements Runnable {

  private static final long BREATH_MILLIS = 50;
  private static final int MESSAGES_BETWEEN_BREAKS = 400;

  private final Supplier<RosterServiceBlockingStub> stubs;
  private final String district;
  private final Random random;
  private final Map<String, String> replay = new HashMap<>();
  private String resume = "";
  private long bookmark;
  private volatile Context.CancellableContext call = Context.current().withCancellation();
  private volatile boolean stopped;

  Watcher(Supplier<RosterServiceBlockingStub> stubs, String district, long seed) {
    this.stubs = stubs;
    this.district = district;
    this.random = new Random(seed);
  }

  /** Runs until it is stopped. */
  @Override
  public void run() {
    while (!stopped) {
      call = Context.current().withCancellation();
      try {
        call.run(this::follow);
      } catch (StatusRuntimeException down) {
        // The server was killed or paused, or is shutting down: go on with another one.
      } finally {
        call.cancel(null);
      }
      try {
        Thread.sleep(BREATH_MILLIS);
      } catch (InterruptedException ended) {
        return;
      }
    }
  }

  private void follow() {
    var request =
        WatchRosterRequest.newBuilder().setParent(district).setResumeToken(resumeToken()).build();
    var messages = stubs.get().watchRoster(request);
    while (messages.hasNext()) {
      take(messages.next());
      if (random.nextInt(MESSAGES_BETWEEN_BREAKS) == 0) {
        call.cancel(null);
      }
    }
  }

  void stop() {
    stopped = true;
    call.cancel(null);
  }

  /** Returns the revision of the last bookmark; 0 before the first. */
  synchronized long bookmark() {
    return bookmark;
  }

  /** Returns the replayed records by name, without the district's own record. */
  synchronized Map<String, String> replay() {
    return Map.copyOf(replay);
  }

  private synchronized String resumeToken() {
    return resume;
  }

  private synchronized void take(WatchRosterResponse message) {
    switch (message.getEventCase()) {
      case CHANGE -> take(message.getChange());
      case BOOKMARK -> take(message.getBookmark());
      case EVENT_NOT_SET -> throw new IllegalStateException("a message without an event");
    }
    resume = message.getResumeToken();
  }

  private void take(RosterBookmark next) {
    bookmark = next.getRevision();
  }

  private void take(RosterChange change) {
    switch (change.getRecordCase()) {
      case DISTRICT -> {}
      case SCHOOL -> replay.put(change.getName(), ComparableRecord.of(change.getSchool()));
      case TERM -> replay.put(change.getName(), ComparableRecord.of(change.getTerm()));
      case COURSE -> replay.put(change.getName(), ComparableRecord.of(change.getCourse()));
      case SECTION -> replay.put(change.getName(), ComparableRecord.of(change.getSection()));
      case USER -> replay.put(change.getName(), ComparableRecord.of(change.getUser()));
      case RECORD_NOT_SET -> replay.remove(change.getName());
    }
  }
}
