package dev.homeroom.server.rpc.call;

import dev.homeroom.server.rpc.RequestRefusals;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The sending end of a stream of answers. For the stream's own thread. */
public final class AnswerStream<A> {
  private final ServerCallStreamObserver<A> call;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ready = lock.newCondition();

  AnswerStream(ServerCallStreamObserver<A> call) {
    this.call = call;
  }

  /** Sends an answer once the caller is ready for it, however long that takes. */
  public void send(A answer) throws InterruptedException {
    awaitReady(Long.MAX_VALUE);
    call.onNext(answer);
  }

  /**
   * Sends an answer once the caller is ready for it; refuses to go on if that takes longer than the
   * patience.
   */
  public void send(A answer, Duration patience) throws InterruptedException {
    if (!awaitReady(patience.toNanos())) {
      throw RequestRefusals.readerTooSlow(patience);
    }
    call.onNext(answer);
  }

  private boolean awaitReady(long longest) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = longest;
      while (!call.isReady()) {
        if (call.isCancelled()) {
          throw new InterruptedException("the caller has left");
        }
        if (left <= 0) {
          return false;
        }
        left = ready.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  void ready() {
    lock.lock();
    try {
      ready.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
