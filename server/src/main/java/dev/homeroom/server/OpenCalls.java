package dev.homeroom.server;

import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.call.LazyGzip;
import io.grpc.netty.shaded.io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import io.grpc.netty.shaded.io.netty.util.AsciiString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The open calls of one connection: the memory that they hold, and the time that their requests and
 * the reading of their answers take. Only the connection's own thread calls it.
 */
final class OpenCalls {
  /** The longest message that a call may send, as it is sent: more than its services take. */
  static final int LONGEST_MESSAGE = 4 << 20;

  /** The bytes that an open call counts for, however little it says. */
  static final int CALL = 8 << 10;

  /** The same for a reflection call: its answers are long and need no token. */
  static final int REFLECTION_CALL = 256 << 10;

  /** The bytes that a frame counts for beyond its own. */
  private static final int FRAME = 256;

  /** The path of reflection, the only kind of call whose requests stream. */
  private static final String REFLECTION = "/grpc.reflection.";

  /** gRPC's headers are found by this type alone. */
  private static final AsciiString ENCODING = AsciiString.cached("grpc-encoding");

  private final ConnectionGuard guard;
  private final ConnectionPlace place;
  private final GrpcHttp2ConnectionHandler http2;
  private final Map<Integer, Call> calls = new LinkedHashMap<>();

  /** Starts without calls. */
  OpenCalls(ConnectionGuard guard, ConnectionPlace place, GrpcHttp2ConnectionHandler http2) {
    this.guard = guard;
    this.place = place;
    this.http2 = http2;
  }

  /** A call that is not over. */
  private static final class Call {
    private final boolean streams;
    private final RequestFrames frames;
    private final long cost;
    private long request;
    private boolean asked;
    private long since = System.nanoTime();
    private Windows windows = new Windows(0, 0);

    Call(boolean streams, RequestFrames frames) {
      this.streams = streams;
      this.frames = frames;
      this.cost = streams ? REFLECTION_CALL : CALL;
    }
  }

  /** The bytes that the peer is ready to read; they change with each byte that is sent. */
  private record Windows(int ofCall, int ofConnection) {}

  /**
   * Handles headers, which begin a call or end its request. Returns the refusal if the call must be
   * refused: gRPC itself looks its encoding up before it can give a reason.
   */
  Optional<Refusal> headers(int stream, Http2Headers headers, boolean last) {
    if (!calls.containsKey(stream) && http2.connection().stream(stream) != null) {
      var encodings = headers.getAll(ENCODING).stream().map(CharSequence::toString).toList();
      if (!encodings.stream().allMatch(LazyGzip::reads)) {
        return Optional.of(RequestRefusals.encodingUnknown().refusal());
      }
      boolean compresses = encodings.stream().anyMatch(each -> !each.equals(LazyGzip.NONE));
      var path = headers.path();
      var call =
          new Call(
              path != null && path.toString().startsWith(REFLECTION),
              new RequestFrames(LONGEST_MESSAGE, compresses));
      calls.put(stream, call);
      guard.hold(place, call.cost);
    }
    if (last) {
      asked(stream);
    }
    return Optional.empty();
  }

  /** Handles bytes of a request; returns the refusal if the call must be refused. */
  Optional<Refusal> data(int stream, ByteBuf data, boolean last) {
    var call = calls.get(stream);
    if (call == null || call.asked) {
      return Optional.empty();
    }
    var refusal = call.frames.take(data, last);
    if (refusal.isPresent() || last) {
      asked(stream);
      return refusal;
    }
    long bytes = (long) data.readableBytes() + FRAME;
    call.request += bytes;
    guard.hold(place, bytes);
    return Optional.empty();
  }

  /** Forgets a call that is over. */
  void over(int stream) {
    var call = calls.remove(stream);
    if (call != null) {
      guard.hold(place, -call.cost - call.request);
    }
  }

  /** Returns whether a request has not arrived in time. */
  boolean late() {
    long now = System.nanoTime();
    return calls.values().stream()
        .anyMatch(call -> !call.asked && !call.streams && now - call.since > patience());
  }

  /** Returns the calls whose answers nobody has read in time. */
  List<Integer> unread() {
    long now = System.nanoTime();
    return calls.entrySet().stream()
        .filter(each -> each.getValue().asked || each.getValue().streams)
        .filter(each -> waits(each.getKey(), each.getValue(), now) > patience())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Marks a request as complete, so that only its answer is awaited. */
  private void asked(int stream) {
    var call = calls.get(stream);
    if (call != null && !call.asked) {
      call.asked = true;
      call.since = System.nanoTime();
      guard.hold(place, -call.request);
      call.request = 0;
    }
  }

  /** Returns the nanoseconds for which nothing of a waiting answer was sent. */
  private long waits(int id, Call call, long now) {
    var stream = http2.connection().stream(id);
    if (stream == null) {
      return 0;
    }
    var flow = http2.encoder().flowController();
    var windows =
        new Windows(
            flow.windowSize(stream), flow.windowSize(http2.connection().connectionStream()));
    if (!flow.hasFlowControlled(stream) || !windows.equals(call.windows)) {
      call.windows = windows;
      call.since = now;
    }
    return now - call.since;
  }

  private long patience() {
    return guard.limits().patience().toNanos();
  }
}
