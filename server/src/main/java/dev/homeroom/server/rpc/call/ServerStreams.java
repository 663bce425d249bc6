package dev.homeroom.server.rpc.call;

import dev.homeroom.server.rpc.ServerRefusals;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs calls whose answers are streams: each in a virtual thread of its own, in plain blocking
 * code, no faster than its caller reads. A slow caller delays only itself.
 */
public final class ServerStreams implements AutoCloseable {
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Sends the answers of a stream. Interrupted when the caller leaves or the server shuts down. */
  @FunctionalInterface
  public interface Body<A> {
    /** Sends answers; the stream ends when it returns. */
    void run(AnswerStream<A> out) throws InterruptedException;
  }

  /**
   * Answers a call with a stream and returns at once. An exception of the body becomes the call's
   * status.
   *
   * @param observer the observer with which the service was called
   */
  public <A> void serve(StreamObserver<A> observer, Body<A> body) {
    var call = (ServerCallStreamObserver<A>) observer;
    var out = new AnswerStream<>(call);
    var thread =
        Thread.ofVirtual()
            .name("stream")
            .unstarted(Context.current().wrap(() -> run(call, out, body)));
    call.setOnCancelHandler(thread::interrupt);
    call.setOnReadyHandler(out::ready);
    threads.add(thread);
    thread.start();
    if (closed) {
      thread.interrupt();
    }
  }

  /** Ends every stream with {@link ServerRefusals#shuttingDown}; new ones end at once. */
  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
  }

  private <A> void run(ServerCallStreamObserver<A> call, AnswerStream<A> out, Body<A> body) {
    try {
      body.run(out);
      call.onCompleted();
    } catch (InterruptedException stopped) {
      if (!call.isCancelled()) {
        call.onError(ServerRefusals.shuttingDown());
      }
    } catch (RuntimeException failure) {
      if (!call.isCancelled()) {
        // An interrupt in the middle of a statement looks like a lost database.
        call.onError(closed ? ServerRefusals.shuttingDown() : failure);
      }
    } finally {
      threads.remove(Thread.currentThread());
    }
  }
}
