package dev.homeroom.server.rpc;

import com.google.protobuf.MessageLite;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Sends nothing that clients do not take: 4 MiB is the most that gRPC's clients take unless they
 * are told otherwise. Belongs inside {@link RefusalInterceptor}.
 */
public final class AnswerSizes implements ServerInterceptor {
  private static final int LARGEST = 4 << 20;

  /** What a page leaves for its token and the like. */
  private static final int ROOM = 64 << 10;

  /** What a record costs beside its own bytes: its field's number and its length. */
  private static final int FRAME = 8;

  /** As many of the first messages as one answer can hold; at least one. */
  public static <M extends MessageLite> List<M> fitting(Iterator<M> messages) {
    var fitting = new ArrayList<M>();
    long bytes = 0;
    while (messages.hasNext()) {
      var message = messages.next();
      bytes += message.getSerializedSize() + FRAME;
      if (bytes > LARGEST - ROOM && !fitting.isEmpty()) {
        break;
      }
      fitting.add(message);
    }
    return fitting;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return next.startCall(
        new SimpleForwardingServerCall<Q, A>(call) {
          @Override
          public void sendMessage(A answer) {
            if (answer instanceof MessageLite message && message.getSerializedSize() > LARGEST) {
              throw RequestRefusals.answerTooLarge();
            }
            super.sendMessage(answer);
          }
        },
        headers);
  }
}
