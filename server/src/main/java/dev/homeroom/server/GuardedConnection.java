package dev.homeroom.server;

import io.grpc.netty.shaded.io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelDuplexHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection under its guard, in front of TLS and HTTP/2. It reads nothing while its peer does
 * not read: so a flood of frames that each cause an answer stops at the peer's own buffers.
 */
final class GuardedConnection extends ChannelDuplexHandler {
  private static final Duration UNREAD = Duration.ofMinutes(1);

  private final ConnectionGuard guard;
  private final GrpcHttp2ConnectionHandler http2;
  private final ChannelHandler negotiation;
  private @Nullable ScheduledFuture<?> unread;
  private boolean ended;

  GuardedConnection(
      ConnectionGuard guard, GrpcHttp2ConnectionHandler http2, ChannelHandler negotiation) {
    this.guard = guard;
    this.http2 = http2;
    this.negotiation = negotiation;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    var address = address(context);
    var full = guard.admit(address);
    if (full.isPresent()) {
      end(context, full.get());
      return;
    }
    var frames = new FrameWatch(guard, http2, cause -> end(context, cause));
    var _ =
        context
            .channel()
            .closeFuture()
            .addListener(_ -> {
              frames.close();
              guard.left(address);
            });
    frames.watch(context);
    context.pipeline().addAfter(context.name(), null, negotiation);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    boolean read = context.channel().isWritable();
    var _ = context.channel().config().setAutoRead(read);
    var waiting = unread;
    if (waiting != null) {
      waiting.cancel(false);
      unread = null;
    }
    if (!read) {
      unread =
          context
              .executor()
              .schedule(
                  () -> end(context, ConnectionGuard.Cause.UNREAD_ANSWERS),
                  UNREAD.toMillis(),
                  TimeUnit.MILLISECONDS);
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    var waiting = unread;
    if (waiting != null) {
      waiting.cancel(false);
    }
    context.fireChannelInactive();
  }

  private void end(ChannelHandlerContext context, ConnectionGuard.Cause cause) {
    if (!ended) {
      ended = true;
      guard.ended(cause);
      var _ = context.close();
    }
  }

  private static InetAddress address(ChannelHandlerContext context) {
    return context.channel().remoteAddress() instanceof InetSocketAddress peer
            && peer.getAddress() != null
        ? peer.getAddress()
        : InetAddress.getLoopbackAddress();
  }
}
