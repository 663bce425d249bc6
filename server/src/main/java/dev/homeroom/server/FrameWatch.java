package dev.homeroom.server;

import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.RefusalTrailers;
import io.grpc.netty.shaded.io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Error;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Flags;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Settings;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Stream;
import io.grpc.netty.shaded.io.netty.util.AsciiString;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Counts the frames of one connection: those of control, and what its requests hold before they
 * have come to their end. For the connection's own thread.
 */
final class FrameWatch extends Http2FrameListenerDecorator {
  /** Far more than any client sends, far less than what keeps a server busy. */
  private static final int MOST_CONTROL_FRAMES = 2000;

  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final Duration LONGEST_REQUEST = Duration.ofMinutes(1);
  private static final long MOST_UNFINISHED = 8L << 20;

  /** The longest message that a call may send, as it is sent: more than its services take. */
  static final int LONGEST_MESSAGE = 4 << 20;

  /** The bytes that a frame counts for beyond its own. */
  private static final int FRAME = 256;

  /** Asks as long as its caller likes: the only kind of call whose requests stream. */
  private static final String REFLECTION = "/grpc.reflection.";

  /** gRPC's headers are found by this type alone. */
  private static final AsciiString ENCODING = AsciiString.cached("grpc-encoding");

  private final ConnectionGuard guard;
  private final GrpcHttp2ConnectionHandler http2;
  private final Consumer<ConnectionGuard.Cause> end;
  private final Map<Integer, Request> requests = new LinkedHashMap<>();
  private long unfinished;
  private long windowBegan = System.nanoTime();
  private int controlFrames;
  private boolean closed;

  FrameWatch(
      ConnectionGuard guard,
      GrpcHttp2ConnectionHandler http2,
      Consumer<ConnectionGuard.Cause> end) {
    super(http2.decoder().frameListener());
    this.guard = guard;
    this.http2 = http2;
    this.end = end;
  }

  /** A request that has not come to its end. */
  private static final class Request {
    private final long began = System.nanoTime();
    private final boolean streams;
    private final RequestFrames frames;
    private long bytes;

    Request(boolean streams, RequestFrames frames) {
      this.streams = streams;
      this.frames = frames;
    }
  }

  /** Begins to count. */
  void watch(ChannelHandlerContext context) {
    http2.decoder().frameListener(this);
    http2
        .connection()
        .addListener(
            new Http2ConnectionAdapter() {
              @Override
              public void onStreamClosed(Http2Stream stream) {
                over(stream.id());
              }
            });
    var sweep =
        context
            .executor()
            .scheduleWithFixedDelay(
                this::sweep,
                LONGEST_REQUEST.toMillis() / 4,
                LONGEST_REQUEST.toMillis() / 4,
                TimeUnit.MILLISECONDS);
    var _ = context.channel().closeFuture().addListener(_ -> sweep.cancel(false));
  }

  /** Gives back what it counted. */
  void close() {
    closed = true;
    var _ = guard.holds(-unfinished);
    unfinished = 0;
    requests.clear();
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean endOfStream)
      throws Http2Exception {
    var request = requests.get(stream);
    var refusal =
        request == null ? Optional.<Refusal>empty() : request.frames.take(data, endOfStream);
    if (refusal.isPresent()) {
      over(stream);
      refuse(context, stream, refusal.get(), endOfStream);
      return data.readableBytes() + padding;
    }
    if (endOfStream) {
      over(stream);
    } else {
      if (!data.isReadable()) {
        control();
      }
      hold(stream, data.readableBytes() + FRAME);
    }
    return super.onDataRead(context, stream, data, padding, endOfStream);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int stream,
      Http2Headers headers,
      int padding,
      boolean endOfStream)
      throws Http2Exception {
    begun(stream, headers, endOfStream);
    super.onHeadersRead(context, stream, headers, padding, endOfStream);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int stream,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean endOfStream)
      throws Http2Exception {
    begun(stream, headers, endOfStream);
    super.onHeadersRead(
        context, stream, headers, dependency, weight, exclusive, padding, endOfStream);
  }

  @Override
  public void onPriorityRead(
      ChannelHandlerContext context, int stream, int dependency, short weight, boolean exclusive)
      throws Http2Exception {
    control();
    super.onPriorityRead(context, stream, dependency, weight, exclusive);
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext context, int stream, long errorCode)
      throws Http2Exception {
    control();
    super.onRstStreamRead(context, stream, errorCode);
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings)
      throws Http2Exception {
    control();
    super.onSettingsRead(context, settings);
  }

  @Override
  public void onPingRead(ChannelHandlerContext context, long data) throws Http2Exception {
    control();
    super.onPingRead(context, data);
  }

  @Override
  public void onUnknownFrame(
      ChannelHandlerContext context, byte type, int stream, Http2Flags flags, ByteBuf payload)
      throws Http2Exception {
    control();
    super.onUnknownFrame(context, type, stream, flags, payload);
  }

  private void begun(int stream, Http2Headers headers, boolean endOfStream) {
    if (endOfStream) {
      over(stream);
    } else if (!closed && http2.connection().stream(stream) != null) {
      var path = headers.path();
      requests.putIfAbsent(
          stream,
          new Request(
              path != null && path.toString().startsWith(REFLECTION),
              new RequestFrames(LONGEST_MESSAGE, compresses(headers))));
    }
  }

  private static boolean compresses(Http2Headers headers) {
    var encoding = headers.get(ENCODING);
    return encoding != null && !encoding.toString().equals("identity");
  }

  /** Answers in gRPC's place, for which the caller has cancelled the call. */
  private void refuse(
      ChannelHandlerContext context, int stream, Refusal refusal, boolean endOfStream)
      throws Http2Exception {
    var open = http2.connection().stream(stream);
    if (open != null && open.state().localSideOpen()) {
      var headers = new DefaultHttp2Headers();
      if (!open.isHeadersSent()) {
        headers.status("200").set("content-type", "application/grpc");
      }
      RefusalTrailers.of(refusal).forEach(headers::set);
      var _ = http2.encoder().writeHeaders(context, stream, headers, 0, true, context.newPromise());
    }
    super.onRstStreamRead(context, stream, Http2Error.CANCEL.code());
    if (!endOfStream && http2.connection().stream(stream) != null) {
      var _ = http2.resetStream(context, stream, Http2Error.NO_ERROR.code(), context.newPromise());
    }
    context.flush();
  }

  private void hold(int stream, long bytes) {
    var request = requests.get(stream);
    if (closed || request == null) {
      return;
    }
    request.bytes += bytes;
    unfinished += bytes;
    if (!guard.holds(bytes) || unfinished > MOST_UNFINISHED) {
      end.accept(ConnectionGuard.Cause.UNFINISHED_REQUESTS);
    }
  }

  private void over(int stream) {
    var request = requests.remove(stream);
    if (request != null) {
      unfinished -= request.bytes;
      var _ = guard.holds(-request.bytes);
    }
  }

  /** Those that began first stand first. */
  private void sweep() {
    long now = System.nanoTime();
    for (var request : requests.values()) {
      if (now - request.began < LONGEST_REQUEST.toNanos()) {
        return;
      }
      if (!request.streams) {
        end.accept(ConnectionGuard.Cause.UNFINISHED_REQUESTS);
        return;
      }
    }
  }

  private void control() {
    long now = System.nanoTime();
    if (now - windowBegan > WINDOW.toNanos()) {
      windowBegan = now;
      controlFrames = 0;
    }
    controlFrames++;
    if (controlFrames > MOST_CONTROL_FRAMES) {
      end.accept(ConnectionGuard.Cause.CONTROL_FRAMES);
    }
  }
}
