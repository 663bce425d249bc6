package dev.homeroom.server;

import java.time.Duration;

/**
 * Limits of connections, which hold before any token is looked at. Each server counts for itself;
 * an IPv6 address counts by its first 64 bits.
 *
 * @param connections open at the same time
 * @param connectionsPerAddress of them, those of one address of the network
 * @param callsPerConnection calls and streams of one connection at the same time
 * @param callMemoryPercent the part of the heap that open calls may hold, by the guard's estimate
 * @param framesPerSecond of one address: calls that begin and frames of control, and {@link
 *     ConnectionGuard#NEW_CONNECTION} for each new connection. Beyond it the server reads later
 * @param controlFrames of one connection within ten seconds: settings, pings, resets and the like
 * @param resets of one connection within 30 seconds, from either side
 * @param handshake how long a connection may take until it is one of HTTP/2, TLS included
 * @param patience how long a request may take to arrive, and an answer may wait for its reader
 * @param idle after how long without a call a connection is ended, which clients open again
 * @param betweenPings how long a client must leave between two pings of HTTP/2; the third that
 *     comes sooner ends its connection. The contract promises it, so it has no key
 */
public record ConnectionLimits(
    int connections,
    int connectionsPerAddress,
    int callsPerConnection,
    int callMemoryPercent,
    int framesPerSecond,
    int controlFrames,
    int resets,
    Duration handshake,
    Duration patience,
    Duration idle,
    Duration betweenPings) {
  /** A little less than the 10 s that clients are promised: their clocks are not ours. */
  static final Duration BETWEEN_PINGS = Duration.ofSeconds(8);

  /** The default limits. */
  public static final ConnectionLimits USUAL =
      new ConnectionLimits(
          1000,
          200,
          500,
          12,
          5000,
          2000,
          500,
          Duration.ofSeconds(10),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          BETWEEN_PINGS);
}
