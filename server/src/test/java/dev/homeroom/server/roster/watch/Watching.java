package dev.homeroom.server.roster.watch;

import dev.homeroom.server.TestServer;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.WatchRosterRequest;
import dev.homeroom.v1.WatchRosterResponse;
import io.grpc.Context;
import java.time.Duration;
import java.util.Iterator;

/** A client's watch; closing it cancels the call. */
final class Watching implements AutoCloseable {
  private final Context.CancellableContext context = Context.current().withCancellation();
  private final Iterator<WatchRosterResponse> messages;

  private Watching(TestServer server, String token, WatchRosterRequest request) {
    var stub =
        RosterServiceGrpc.newBlockingStub(server.channel())
            .withCallCredentials(TestServer.bearer(token))
            .withDeadlineAfter(Duration.ofSeconds(60));
    var before = context.attach();
    try {
      this.messages = stub.watchRoster(request);
    } finally {
      context.detach(before);
    }
  }

  /** Watches as the app. */
  static Watching open(TestServer server, WatchRosterRequest request) {
    return as(server, server.issuer().token(TestServer.APP), request);
  }

  /** Watches with a token. */
  static Watching as(TestServer server, String token, WatchRosterRequest request) {
    return new Watching(server, token, request);
  }

  WatchRosterResponse next() {
    return messages.next();
  }

  @Override
  public void close() {
    context.cancel(null);
  }
}
