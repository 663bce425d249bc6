package dev.homeroom.clever.http;

import java.io.InputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an answer in the pieces in which it arrives, and reads it once from the start. A single
 * array for a whole page would be one of the objects that a garbage collector moves least
 * willingly.
 */
final class AnswerBody extends InputStream implements Subscriber<List<ByteBuffer>> {

  private final Deque<ByteBuffer> pieces = new ArrayDeque<>();

  /** Returns a handler that collects an answer; it can be read once it is complete. */
  static BodyHandler<AnswerBody> handler() {
    return _ -> BodySubscribers.fromSubscriber(new AnswerBody(), body -> body);
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> next) {
    pieces.addAll(next);
  }

  @Override
  public void onError(Throwable failure) {
    pieces.clear(); // the client reports the failure to the caller
  }

  @Override
  public void onComplete() {}

  @Override
  public int read() {
    var piece = unread();
    return piece == null ? -1 : piece.get() & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    var piece = unread();
    if (piece == null) {
      return -1;
    }
    int count = Math.min(length, piece.remaining());
    piece.get(into, offset, count);
    return count;
  }

  /** The piece to read from; null at the end. Pieces are dropped once they are read. */
  private @Nullable ByteBuffer unread() {
    while (!pieces.isEmpty() && !pieces.getFirst().hasRemaining()) {
      pieces.removeFirst();
    }
    return pieces.peekFirst();
  }
}
