package dev.homeroom.bench.flood;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Carries out one kind of attack from its own loopback address, and replaces each connection that
 * the server ends.
 */
final class Attacker implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Attack attack;
  private final InetSocketAddress server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong opened = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private volatile boolean over;

  private Attacker(Attack attack, InetSocketAddress server) {
    this.attack = attack;
    this.server = server;
  }

  /** Opens the connections and begins the attack. */
  static Attacker start(Attack attack, InetSocketAddress server) {
    var attacker = new Attacker(attack, server);
    for (int i = 0; i < attack.connections(); i++) {
      Thread.ofVirtual().name(attack + "-" + i).start(attacker::go);
    }
    return attacker;
  }

  /** Returns the counts so far. */
  FloodMeasurement.Flood did() {
    return new FloodMeasurement.Flood(
        attack, attack.connections(), opened.get(), ended.get(), sent.get() >> 20);
  }

  /** Stops and closes the connections. */
  @Override
  public void close() throws IOException {
    over = true;
    for (var socket : open) {
      socket.close();
    }
  }

  private void go() {
    while (!over) {
      try (var socket = new Socket()) {
        open.add(socket);
        socket.bind(new InetSocketAddress(attack.address(), 0));
        socket.connect(server);
        opened.incrementAndGet();
        try {
          flood(socket);
        } finally {
          open.remove(socket);
        }
      } catch (IOException refused) {
        // Counted with the ended ones below.
      }
      if (!over) {
        ended.incrementAndGet();
        pause();
      }
    }
  }

  private void flood(Socket socket) throws IOException {
    var out = socket.getOutputStream();
    out.write(attack.opening());
    if (attack.round(0).length == 0) {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      return;
    }
    if (attack.reads()) {
      Thread.ofVirtual().start(() -> read(socket));
    }
    for (int round = 0; !over; round++) {
      var frames = attack.round(round);
      out.write(frames);
      sent.addAndGet(frames.length);
    }
  }

  private static void read(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException ended) {
      // The writing thread notices it too.
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
