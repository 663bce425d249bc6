package dev.homeroom.server.roster.watch;

import dev.homeroom.server.access.Caller;
import dev.homeroom.server.access.CallerSession;
import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.Signals;
import dev.homeroom.server.roster.record.Moments;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.SignedTokens;
import dev.homeroom.server.rpc.call.ServerStreams;
import dev.homeroom.v1.WatchRosterRequest;
import dev.homeroom.v1.WatchRosterResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/** Answers WatchRoster: begins a watch, or continues the one in the resume token. */
public final class RosterWatches {
  /**
   * The largest number of the pool's connections in use at once: a new revision wakes every watch
   * of a district.
   */
  private static final int READING_AT_ONCE = 4;

  private final Moments moments;
  private final Signals signals;
  private final ServerStreams streams;
  private final SignedTokens tokens;
  private final Duration patience;
  private final Semaphore reading = new Semaphore(READING_AT_ONCE, true);

  /**
   * Watches the database.
   *
   * @param tokens signs resume tokens
   * @param patience how long a caller may take to be ready for a message
   */
  public RosterWatches(
      Database database,
      Signals signals,
      ServerStreams streams,
      SignedTokens tokens,
      Duration patience) {
    this.moments = new Moments(database);
    this.signals = signals;
    this.streams = streams;
    this.tokens = tokens;
    this.patience = patience;
  }

  /** Answers a call, or refuses it. */
  public void serve(WatchRosterRequest request, StreamObserver<WatchRosterResponse> observer) {
    var view = WatchScope.of(request);
    var bookkeeping = new Tokens(tokens, identity(Caller.current(), view));
    var start =
        request.getResumeToken().isEmpty()
            ? WatchPosition.start()
            : bookkeeping.read(request.getResumeToken());
    var watch =
        new RosterWatch(
            new ChangeReader(moments, Scope.current(), view, reading),
            bookkeeping,
            CallerSession.current(),
            patience);
    streams.serve(
        observer,
        out -> {
          try (var changes =
              signals.subscribe(Signals.Channel.DISTRICT, view.district().toString())) {
            watch.run(start, changes, out);
          }
        });
  }

  private static List<String> identity(Caller caller, WatchScope view) {
    return Stream.concat(
            Stream.of("WatchRoster"),
            Stream.concat(caller.identity().stream(), view.identity().stream()))
        .toList();
  }

  /** Reads and writes the resume tokens of one caller's watch. */
  record Tokens(SignedTokens tokens, List<String> identity) {
    String write(WatchPosition place) {
      return tokens.seal(identity, place.bytes());
    }

    WatchPosition read(String token) {
      return tokens
          .open(identity, token)
          .flatMap(WatchPosition::read)
          .orElseThrow(() -> RequestRefusals.resumeTokenInvalid());
    }

    @Override
    public String toString() {
      return "Tokens[***]";
    }
  }
}
