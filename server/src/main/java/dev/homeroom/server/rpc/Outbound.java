package dev.homeroom.server.rpc;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The sending end of a stream of answers. For the stream's own thread. */
public final class Outbound<A> {
  private final ServerCallStreamObserver<A> call;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ready = lock.newCondition();

  Outbound(ServerCallStreamObserver<A> call) {
    this.call = call;
  }

  /** Sends an answer as soon as the caller is ready for it. */
  public void send(A answer) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!call.isReady()) {
        if (call.isCancelled()) {
          throw new InterruptedException("the caller has left");
        }
        ready.await();
      }
    } finally {
      lock.unlock();
    }
    call.onNext(answer);
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
