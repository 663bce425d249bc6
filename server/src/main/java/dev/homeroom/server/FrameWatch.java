package dev.homeroom.server;

import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.call.LazyGzip;
import dev.homeroom.server.rpc.call.RefusalTrailers;
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
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Follows the frames of one connection and counts control frames. Only the connection's own thread
 * calls it.
 */
final class FrameWatch extends Http2FrameListenerDecorator {
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final int SWEEPS = 4;

  private final ConnectionGuard guard;
  private final GrpcHttp2ConnectionHandler http2;
  private final OpenCalls calls;
  private final Runnable counted;
  private final Consumer<ConnectionGuard.Cause> end;
  private long windowBegan = System.nanoTime();
  private int controlFrames;

  /**
   * Follows a connection.
   *
   * @param counted takes each frame that begins a call or is one of control
   * @param end ends the connection
   */
  FrameWatch(
      ConnectionGuard guard,
      GrpcHttp2ConnectionHandler http2,
      OpenCalls calls,
      Runnable counted,
      Consumer<ConnectionGuard.Cause> end) {
    super(http2.decoder().frameListener());
    this.guard = guard;
    this.http2 = http2;
    this.calls = calls;
    this.counted = counted;
    this.end = end;
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
                calls.over(stream.id());
              }
            });
    long pause = Math.max(1, guard.limits().patience().toMillis() / SWEEPS);
    var sweep =
        context
            .executor()
            .scheduleWithFixedDelay(() -> sweep(context), pause, pause, TimeUnit.MILLISECONDS);
    var _ = context.channel().closeFuture().addListener(_ -> sweep.cancel(false));
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean endOfStream)
      throws Http2Exception {
    if (!data.isReadable() && !endOfStream) {
      control();
    }
    var refusal = calls.data(stream, data, endOfStream);
    if (refusal.isPresent()) {
      refuse(context, stream, refusal.get(), endOfStream);
      return data.readableBytes() + padding;
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
    if (begins(context, stream, headers, endOfStream)) {
      super.onHeadersRead(context, stream, headers, padding, endOfStream);
    }
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
    if (begins(context, stream, headers, endOfStream)) {
      super.onHeadersRead(
          context, stream, headers, dependency, weight, exclusive, padding, endOfStream);
    }
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

  /** Returns true if the headers are for gRPC to read. */
  private boolean begins(
      ChannelHandlerContext context, int stream, Http2Headers headers, boolean endOfStream)
      throws Http2Exception {
    counted.run();
    var refusal = calls.headers(stream, headers, endOfStream);
    if (refusal.isPresent()) {
      refuse(context, stream, refusal.get(), endOfStream);
    }
    return refusal.isEmpty();
  }

  /** Answers in place of gRPC, to which the call looks cancelled by its caller. */
  private void refuse(
      ChannelHandlerContext context, int stream, Refusal refusal, boolean endOfStream)
      throws Http2Exception {
    var open = http2.connection().stream(stream);
    if (open != null && open.state().localSideOpen()) {
      var headers = new DefaultHttp2Headers();
      if (!open.isHeadersSent()) {
        headers
            .status("200")
            .set("content-type", "application/grpc")
            .set("grpc-accept-encoding", LazyGzip.NAME);
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

  /** Ends the connection or the calls that have waited too long for the peer. */
  private void sweep(ChannelHandlerContext context) {
    if (calls.late()) {
      end.accept(ConnectionGuard.Cause.UNFINISHED_REQUESTS);
      return;
    }
    for (int stream : calls.unread()) {
      guard.ended(ConnectionGuard.Cause.UNREAD_ANSWERS);
      try {
        cancel(context, stream);
      } catch (Http2Exception resets) {
        end.accept(ConnectionGuard.Cause.UNREAD_ANSWERS);
        return;
      }
    }
    context.flush();
  }

  /** Ends a call on both sides; to gRPC it looks cancelled by its caller. */
  private void cancel(ChannelHandlerContext context, int stream) throws Http2Exception {
    super.onRstStreamRead(context, stream, Http2Error.CANCEL.code());
    if (http2.connection().stream(stream) != null) {
      var _ = http2.resetStream(context, stream, Http2Error.CANCEL.code(), context.newPromise());
    }
  }

  private void control() {
    counted.run();
    long now = System.nanoTime();
    if (now - windowBegan > WINDOW.toNanos()) {
      windowBegan = now;
      controlFrames = 0;
    }
    controlFrames++;
    if (controlFrames > guard.limits().controlFrames()) {
      end.accept(ConnectionGuard.Cause.CONTROL_FRAMES);
    }
  }
}
