package dev.homeroom.server;

import dev.homeroom.server.access.token.CallerAddress;
import io.grpc.netty.shaded.io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelDuplexHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection under its guard, in front of TLS and HTTP/2. It reads nothing while its peer does
 * not read, or while its address sends faster than allowed, so that a flood stops at the peer's own
 * buffers.
 */
final class GuardedConnection extends ChannelDuplexHandler {
  /** A connection is read again after this time at the latest, however much its address sends. */
  private static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(1);

  private final ConnectionGuard guard;
  private final GrpcHttp2ConnectionHandler http2;
  private final ChannelHandler negotiation;
  private CallerAddress address = CallerAddress.UNKNOWN;
  private @Nullable ScheduledFuture<?> unread;
  private int frames = ConnectionGuard.NEW_CONNECTION;
  private boolean rests;
  private boolean ended;

  GuardedConnection(
      ConnectionGuard guard, GrpcHttp2ConnectionHandler http2, ChannelHandler negotiation) {
    this.guard = guard;
    this.http2 = http2;
    this.negotiation = negotiation;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    address = address(context);
    var place =
        new ConnectionPlace(
            address, cause -> context.executor().execute(() -> end(context, cause)));
    var full = guard.admit(place);
    if (full.isPresent()) {
      end(context, full.get());
      return;
    }
    var _ = context.channel().closeFuture().addListener(_ -> guard.left(place));
    var calls = new OpenCalls(guard, place, http2);
    new FrameWatch(guard, http2, calls, () -> frames++, cause -> end(context, cause))
        .watch(context);
    context.pipeline().addAfter(context.name(), null, negotiation);
    rest(context);
  }

  /** Reads only if it may: HTTP/2 and TLS ask for more by themselves. */
  @Override
  public void read(ChannelHandlerContext context) {
    if (reads(context)) {
      context.read();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    rest(context);
    context.fireChannelReadComplete();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    readOrNot(context);
    stopWaiting();
    if (!context.channel().isWritable()) {
      unread =
          context
              .executor()
              .schedule(
                  () -> end(context, ConnectionGuard.Cause.UNREAD_ANSWERS),
                  guard.limits().patience().toMillis(),
                  TimeUnit.MILLISECONDS);
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stopWaiting();
    context.fireChannelInactive();
  }

  /** Stops reading until the frames read so far are within the allowed rate. */
  private void rest(ChannelHandlerContext context) {
    if (frames == 0) {
      return;
    }
    long nanos = guard.spend(address, frames);
    frames = 0;
    if (nanos > 0 && !rests) {
      rests = true;
      readOrNot(context);
      var _ =
          context
              .executor()
              .schedule(
                  () -> {
                    rests = false;
                    readOrNot(context);
                  },
                  Math.min(nanos, LONGEST_REST),
                  TimeUnit.NANOSECONDS);
    }
  }

  private void readOrNot(ChannelHandlerContext context) {
    var _ = context.channel().config().setAutoRead(reads(context));
  }

  private boolean reads(ChannelHandlerContext context) {
    return !rests && context.channel().isWritable();
  }

  private void stopWaiting() {
    var waiting = unread;
    if (waiting != null) {
      waiting.cancel(false);
      unread = null;
    }
  }

  private void end(ChannelHandlerContext context, ConnectionGuard.Cause cause) {
    if (!ended) {
      ended = true;
      guard.ended(cause);
      var _ = context.close();
    }
  }

  private static CallerAddress address(ChannelHandlerContext context) {
    return context.channel().remoteAddress() instanceof InetSocketAddress peer
            && peer.getAddress() != null
        ? CallerAddress.of(peer.getAddress())
        : CallerAddress.UNKNOWN;
  }
}
