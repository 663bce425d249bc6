package dev.homeroom.server;

import io.grpc.ServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.shaded.io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.util.AsciiString;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits what connections may cost before anybody has shown a token. gRPC itself limits the calls
 * of a connection, its handshake and its resets; it has no limit of connections, of what is sent
 * and never finished, or of answers that nobody reads. Safe for any threads.
 */
final class ConnectionGuard {
  private static final Logger log = LoggerFactory.getLogger(ConnectionGuard.class);
  private static final Duration BETWEEN_LOGS = Duration.ofMinutes(1);
  private static final long LEAST_UNFINISHED = 32L << 20;
  private static final int SHARE_OF_MEMORY = 8;

  private final ConnectionLimits limits;
  private final long mostUnfinished =
      Math.max(LEAST_UNFINISHED, Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY);
  private final AtomicLong unfinished = new AtomicLong();
  private final Map<InetAddress, Integer> connections = new HashMap<>();
  private final Map<Cause, Long> refused = new EnumMap<>(Cause.class);
  private int open;
  private long logged = System.nanoTime() - BETWEEN_LOGS.toNanos();

  /** Why a connection was ended. */
  enum Cause {
    CONNECTIONS,
    CONNECTIONS_OF_ONE_ADDRESS,
    UNREAD_ANSWERS,
    UNFINISHED_REQUESTS,
    CONTROL_FRAMES
  }

  ConnectionGuard(ConnectionLimits limits) {
    this.limits = limits;
  }

  /** The same credentials, whose connections are guarded. */
  ServerCredentials guarding(ServerCredentials credentials) {
    var inner = InternalNettyServerCredentials.toNegotiator(credentials);
    InternalProtocolNegotiator.ServerFactory factory =
        executors -> new Negotiator(inner.newNegotiator(executors));
    return InternalNettyServerCredentials.create(factory);
  }

  /** Counts a connection in, or says why there is no place for it. */
  synchronized Optional<Cause> admit(InetAddress address) {
    if (open >= limits.connections()) {
      return Optional.of(Cause.CONNECTIONS);
    }
    int ofAddress = connections.getOrDefault(address, 0);
    if (ofAddress >= limits.connectionsPerAddress()) {
      return Optional.of(Cause.CONNECTIONS_OF_ONE_ADDRESS);
    }
    open++;
    connections.put(address, ofAddress + 1);
    return Optional.empty();
  }

  /** Counts a connection out that was counted in. */
  synchronized void left(InetAddress address) {
    open--;
    connections.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
  }

  /**
   * Counts what lies in memory for requests that have not come to their end.
   *
   * @param bytes more of them, or less
   * @return whether there is room for them
   */
  boolean holds(long bytes) {
    return unfinished.addAndGet(bytes) <= mostUnfinished;
  }

  /** Tells the log of connections that were ended, once a minute at most. */
  synchronized void ended(Cause cause) {
    refused.merge(cause, 1L, Long::sum);
    long now = System.nanoTime();
    if (now - logged >= BETWEEN_LOGS.toNanos()) {
      logged = now;
      var line = log.atWarn().addKeyValue("open", open);
      for (var each : refused.entrySet()) {
        line = line.addKeyValue(each.getKey().name(), each.getValue());
      }
      line.log("connections were ended that ask too much");
      refused.clear();
    }
  }

  /** Puts a guard before each connection's handshake. */
  private final class Negotiator implements InternalProtocolNegotiator.ProtocolNegotiator {
    private final InternalProtocolNegotiator.ProtocolNegotiator inner;

    Negotiator(InternalProtocolNegotiator.ProtocolNegotiator inner) {
      this.inner = inner;
    }

    @Override
    public AsciiString scheme() {
      return inner.scheme();
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler http2) {
      return new GuardedConnection(ConnectionGuard.this, http2, inner.newHandler(http2));
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
