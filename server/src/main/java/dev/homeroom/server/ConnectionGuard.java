package dev.homeroom.server;

import dev.homeroom.server.access.token.CallerAddress;
import io.grpc.ServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.shaded.io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.util.AsciiString;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits what connections may cost before anybody has shown a token. gRPC itself limits the calls
 * of a connection, its handshake and its resets; it has no limit on connections, on the memory of
 * all their calls, on their rate, or on answers that nobody reads. Thread-safe.
 */
final class ConnectionGuard {
  /** The frames that a new connection counts for. */
  static final int NEW_CONNECTION = 10;

  private static final Logger log = LoggerFactory.getLogger(ConnectionGuard.class);
  private static final Duration BETWEEN_LOGS = Duration.ofMinutes(1);
  private static final int PERCENT = 100;

  /** The number of addresses from which on quiet ones are forgotten. */
  private static final int MANY = 1000;

  private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(1);

  private final ConnectionLimits limits;
  private final long mostHeld;
  private final Map<CallerAddress, AddressUse> addresses = new HashMap<>();
  private final Map<Cause, Long> refused = new EnumMap<>(Cause.class);
  private int open;
  private long held;
  private long swept = System.nanoTime();
  private long logged = System.nanoTime() - BETWEEN_LOGS.toNanos();

  /** The reason for which a connection or a call was ended. */
  enum Cause {
    CONNECTIONS,
    CONNECTIONS_OF_ONE_ADDRESS,
    UNREAD_ANSWERS,
    UNFINISHED_REQUESTS,
    CALL_MEMORY,
    CONTROL_FRAMES
  }

  /** Creates a guard for this process's heap. */
  ConnectionGuard(ConnectionLimits limits) {
    this(limits, Runtime.getRuntime().maxMemory());
  }

  /** Creates a guard for a heap of this size in bytes. */
  ConnectionGuard(ConnectionLimits limits, long heap) {
    this.limits = limits;
    this.mostHeld = heap / PERCENT * limits.callMemoryPercent();
  }

  /** Returns the same credentials with guarded connections. */
  ServerCredentials guarding(ServerCredentials credentials) {
    var inner = InternalNettyServerCredentials.toNegotiator(credentials);
    InternalProtocolNegotiator.ServerFactory factory =
        executors -> new Negotiator(inner.newNegotiator(executors));
    return InternalNettyServerCredentials.create(factory);
  }

  /** The limits of each connection. */
  ConnectionLimits limits() {
    return limits;
  }

  /**
   * Counts a connection in, or returns the reason why there is no place for it. If all places are
   * taken, an address with more connections than the newcomer's will have gives one up.
   */
  synchronized Optional<Cause> admit(ConnectionPlace place) {
    forgetQuiet();
    var use = addresses.computeIfAbsent(place.address(), _ -> new AddressUse(System.nanoTime()));
    if (use.connections() >= limits.connectionsPerAddress()) {
      return Optional.of(Cause.CONNECTIONS_OF_ONE_ADDRESS);
    }
    if (open >= limits.connections() && !makeRoom(use)) {
      return Optional.of(Cause.CONNECTIONS);
    }
    open++;
    use.add(place);
    return Optional.empty();
  }

  /** Counts a connection out if it was counted in. */
  synchronized void left(ConnectionPlace place) {
    var use = addresses.get(place.address());
    if (use != null && use.remove(place)) {
      open--;
      held -= place.held();
    }
  }

  /**
   * Adds to the bytes that a connection's open calls hold; negative numbers subtract. If all calls
   * together hold too many, the heaviest connections of the heaviest address end.
   */
  synchronized void hold(ConnectionPlace place, long bytes) {
    var use = addresses.get(place.address());
    if (use == null || !use.hold(place, bytes)) {
      return;
    }
    held += bytes;
    while (held > mostHeld) {
      var heaviest =
          addresses.values().stream()
              .max(Comparator.comparingLong(AddressUse::held))
              .flatMap(AddressUse::heaviest);
      if (heaviest.isEmpty()) {
        return;
      }
      end(heaviest.get(), Cause.CALL_MEMORY);
    }
  }

  /** Counts frames of an address; returns the nanoseconds to wait before reading it again. */
  synchronized long spend(CallerAddress address, int frames) {
    long now = System.nanoTime();
    return addresses
        .computeIfAbsent(address, _ -> new AddressUse(now))
        .spend(frames, limits.framesPerSecond(), now);
  }

  /** Counts an end, and logs the counts at most once a minute. */
  synchronized void ended(Cause cause) {
    refused.merge(cause, 1L, Long::sum);
    long now = System.nanoTime();
    if (now - logged >= BETWEEN_LOGS.toNanos()) {
      logged = now;
      var line = log.atWarn().addKeyValue("open", open);
      for (var each : refused.entrySet()) {
        line = line.addKeyValue(each.getKey().name(), each.getValue());
      }
      line.log("connections or calls were ended that ask too much");
      refused.clear();
    }
  }

  private boolean makeRoom(AddressUse newcomer) {
    var lightest =
        addresses.values().stream()
            .max(Comparator.comparingInt(AddressUse::connections))
            .filter(use -> use.connections() > newcomer.connections() + 1)
            .flatMap(AddressUse::lightest);
    lightest.ifPresent(place -> end(place, Cause.CONNECTIONS));
    return lightest.isPresent();
  }

  private void end(ConnectionPlace place, Cause cause) {
    left(place);
    place.end(cause);
  }

  private void forgetQuiet() {
    long now = System.nanoTime();
    if (addresses.size() >= MANY && now - swept >= BETWEEN_SWEEPS.toNanos()) {
      swept = now;
      addresses.values().removeIf(use -> use.quiet(now));
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
