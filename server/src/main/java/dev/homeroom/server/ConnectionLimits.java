package dev.homeroom.server;

import java.time.Duration;

/**
 * Limits of connections, which hold before any token is looked at. Each server counts for itself.
 *
 * @param connections open at the same time
 * @param connectionsPerAddress of them, those of one address of the network
 * @param callsPerConnection calls and streams of one connection at the same time
 * @param handshake how long a connection may take until it is one of HTTP/2, TLS included
 * @param idle after how long without a call a connection is ended, which clients open again
 * @param betweenPings how long a client must leave between two pings of HTTP/2; the third that
 *     comes sooner ends its connection
 */
record ConnectionLimits(
    int connections,
    int connectionsPerAddress,
    int callsPerConnection,
    Duration handshake,
    Duration idle,
    Duration betweenPings) {
  /**
   * The default limits. Between pings they ask for a little less than the 10 s that clients are
   * promised: their clocks are not ours.
   */
  static final ConnectionLimits USUAL =
      new ConnectionLimits(
          1000, 200, 500, Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofSeconds(8));
}
