package dev.homeroom.server.rpc.call;

import com.google.protobuf.MessageLite;
import dev.homeroom.server.rpc.RequestRefusals;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Refuses to send answers that clients would not accept: gRPC's clients accept at most 4 MiB by
 * default. Belongs inside {@link RefusalInterceptor}.
 */
public final class AnswerSizes implements ServerInterceptor {
  private static final int LARGEST = 4 << 20;

  /** Bytes that a page reserves for its token and other fields. */
  private static final int ROOM = 64 << 10;

  /** Bytes that a record needs in addition to its own: the number of its field and its length. */
  private static final int FRAME = 8;

  /** Returns as many of the first messages as fit into one answer; at least one. */
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
