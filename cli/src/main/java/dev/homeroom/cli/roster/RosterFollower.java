package dev.homeroom.cli.roster;

import dev.homeroom.cli.client.WireWords;
import dev.homeroom.cli.console.Console;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.WatchRosterRequest;
import dev.homeroom.v1.WatchRosterResponse;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Follows a roster across server restarts and expired tokens, and prints its changes. */
final class RosterFollower {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int LINES = 20;
  private static final Set<Status.Code> PASSING =
      Set.of(Status.Code.UNAVAILABLE, Status.Code.ABORTED, Status.Code.RESOURCE_EXHAUSTED);

  private final Channel channel;
  private final Runnable retryNow;
  private final Console console;
  private final Form form;
  private String token = "";
  private volatile String shown = "";
  private RevisionProgress step;

  /**
   * The options of the output.
   *
   * @param all true to print each change, not only the first ones of a revision
   * @param json true to print each message as received, one on a line
   * @param once true to stop at the first bookmark
   */
  record Form(boolean all, boolean json, boolean once) {}

  /**
   * Creates a follower.
   *
   * @param retryNow retries a broken connection at once
   */
  RosterFollower(Channel channel, Runnable retryNow, Console console, Form form) {
    this.channel = channel;
    this.retryNow = retryNow;
    this.console = console;
    this.form = form;
    this.step = new RevisionProgress(console.out(), 0);
  }

  /**
   * Returns the token with which a watch goes on after the last shown message; empty before the
   * first.
   */
  String token() {
    return shown;
  }

  /** Follows until the server refuses or, with {@code once}, until the first bookmark. */
  void follow(WatchRosterRequest request) throws InterruptedException {
    token = request.getResumeToken();
    // The first step of a new watch is the whole roster, which nobody wants line by line.
    step =
        new RevisionProgress(
            console.out(), form.all() ? Long.MAX_VALUE : token.isEmpty() ? 0 : LINES);
    var heard = Instant.now();
    while (true) {
      try {
        var messages =
            RosterServiceGrpc.newBlockingStub(channel)
                .watchRoster(request.toBuilder().setResumeToken(token).build());
        while (messages.hasNext()) {
          var message = messages.next();
          heard = Instant.now();
          show(message);
          token = message.getResumeToken();
          shown = token;
          if (message.hasBookmark() && form.once()) {
            return;
          }
        }
      } catch (StatusRuntimeException refused) {
        if (!PASSING.contains(refused.getStatus().getCode())
            || Instant.now().isAfter(heard.plus(PATIENCE))) {
          throw refused;
        }
      }
      Thread.sleep(PAUSE);
      retryNow.run();
    }
  }

  private void show(WatchRosterResponse message) {
    if (form.json()) {
      console.out().println(WireWords.json(message));
    } else if (message.hasChange()) {
      step.take(message.getChange());
    } else if (message.hasBookmark()) {
      step.end(message.getBookmark().getRevision());
      step = new RevisionProgress(console.out(), form.all() ? Long.MAX_VALUE : LINES);
    }
  }
}
