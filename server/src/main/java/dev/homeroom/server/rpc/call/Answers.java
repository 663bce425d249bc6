package dev.homeroom.server.rpc.call;

import io.grpc.stub.StreamObserver;

/** Answers calls that have a single answer. */
public final class Answers {
  private Answers() {}

  /** Sends the answer and ends the call. */
  public static <A> void send(StreamObserver<A> observer, A answer) {
    observer.onNext(answer);
    observer.onCompleted();
  }
}
