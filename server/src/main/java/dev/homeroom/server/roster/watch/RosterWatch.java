package dev.homeroom.server.roster.watch;

import dev.homeroom.server.access.CallerSession;
import dev.homeroom.server.db.Subscription;
import dev.homeroom.server.roster.watch.RosterWatches.Tokens;
import dev.homeroom.server.rpc.call.AnswerStream;
import dev.homeroom.v1.RosterBookmark;
import dev.homeroom.v1.WatchRosterResponse;
import java.time.Duration;

/**
 * The watch of one caller. It goes in steps, each from the caller's revision to the newest one, and
 * reads a step from the live tables and the history alone: signals only say when to look. So a
 * watch that is cut off continues from its token on any server, and a slow caller costs one batch
 * of memory.
 */
final class RosterWatch {
  /** The time within which the end of the caller's standing is noticed while nothing changes. */
  private static final Duration LOOK_UP = Duration.ofSeconds(2);

  /** The longest time without a read of the database, because a signal may have been lost. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  private final ChangeReader reader;
  private final Tokens tokens;
  private final CallerSession standing;
  private final Duration patience;

  RosterWatch(ChangeReader reader, Tokens tokens, CallerSession standing, Duration patience) {
    this.reader = reader;
    this.tokens = tokens;
    this.standing = standing;
    this.patience = patience;
  }

  /**
   * Runs until it is interrupted or refused. Its signals must be subscribed before the first read.
   */
  void run(WatchPosition start, Subscription changes, AnswerStream<WatchRosterResponse> out)
      throws InterruptedException {
    var place = start;
    if (!place.atRest()) {
      place = send(place, out);
    } else if (place.to() > 0 && reader.newest(place) == place.to()) {
      bookmark(place, out);
    }
    while (true) {
      standing.require();
      long newest = reader.newest(place);
      if (newest > place.to()) {
        place = send(place.towards(newest), out);
      } else {
        await(changes);
      }
    }
  }

  /** Sends the rest of a step, and then a bookmark. */
  private WatchPosition send(WatchPosition from, AnswerStream<WatchRosterResponse> out)
      throws InterruptedException {
    var place = from;
    while (place.part() < StepPart.ALL.size()) {
      standing.require();
      var batch = reader.read(place);
      for (var next : batch.changes()) {
        out.send(
            WatchRosterResponse.newBuilder()
                .setChange(next.change())
                .setResumeToken(tokens.write(place.behind(next.id())))
                .build(),
            patience);
      }
      place = batch.next();
    }
    var rest = WatchPosition.rest(place.to());
    bookmark(rest, out);
    return rest;
  }

  private void bookmark(WatchPosition rest, AnswerStream<WatchRosterResponse> out)
      throws InterruptedException {
    out.send(
        WatchRosterResponse.newBuilder()
            .setBookmark(RosterBookmark.newBuilder().setRevision(rest.to()))
            .setResumeToken(tokens.write(rest))
            .build(),
        patience);
  }

  private void await(Subscription changes) throws InterruptedException {
    long end = System.nanoTime() + LOOK_AGAIN.toNanos();
    while (changes.await(LOOK_UP).isEmpty() && System.nanoTime() < end) {
      standing.require();
    }
  }
}
