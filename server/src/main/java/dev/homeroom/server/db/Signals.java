package dev.homeroom.server.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals changes to every server, by LISTEN and NOTIFY on one connection of its own. A signal is
 * only a hint to look again and carries no data. After a lost connection every subscription is
 * woken, so that missed changes are read. Subscribers should still look from time to time.
 */
public final class Signals implements AutoCloseable {
  /** The subject of a signal; the payload is its key. */
  public enum Channel {
    /** A run's state or progress; the key is the run's UUID. */
    RUN,
    /** A district's declaration, credentials, run or revision; the key is the district's id. */
    DISTRICT,
    /** A run waits for a server to execute it; the key is the district's id. */
    WORK,
    /** A login's code was exchanged or failed; the key is the code's hash. */
    LOGIN,
    /** A run is cancelled; the key is the run's UUID. The server that executes it stops at once. */
    CANCEL;

    private String sqlName() {
      return "homeroom_" + name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Channel named(String sqlName) {
      for (var channel : values()) {
        if (channel.sqlName().equals(sqlName)) {
          return channel;
        }
      }
      return null;
    }
  }

  private static final Logger log = LoggerFactory.getLogger(Signals.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration CHECK = Duration.ofSeconds(10);

  private final Database database;
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();
  private final Thread listener;
  private final CompletableFuture<Void> listening = new CompletableFuture<>();
  private volatile boolean closed;
  private volatile @Nullable Connection connection;

  private Signals(Database database) {
    this.database = database;
    this.listener = Thread.ofVirtual().name("signals").unstarted(this::listen);
  }

  /** Starts to listen as soon as Postgres answers. */
  public static Signals open(Database database) {
    var signals = new Signals(database);
    signals.listener.start();
    return signals;
  }

  /** Sends a signal when the transaction commits; equal ones of one transaction become one. */
  public static void send(DSLContext transaction, Channel channel, String key) {
    transaction
        .select(
            DSL.function(
                DSL.name("pg_notify"), SQLDataType.OTHER, DSL.val(channel.sqlName()), DSL.val(key)))
        .fetch();
  }

  /** Subscribes to one key. Signals from now on are not lost; earlier ones are not delivered. */
  public Subscription subscribe(Channel channel, String key) {
    return add(new Subscription(channel, key, subscriptions::remove));
  }

  /** Subscribes to every key of a channel. */
  public Subscription subscribeAll(Channel channel) {
    return add(new Subscription(channel, null, subscriptions::remove));
  }

  /** Completes when this server listens for the first time. */
  CompletableFuture<Void> listening() {
    return listening.copy();
  }

  @Override
  public void close() {
    closed = true;
    listener.interrupt();
    disconnect();
    subscriptions.forEach(Subscription::wake);
  }

  private Subscription add(Subscription subscription) {
    subscriptions.add(subscription);
    return subscription;
  }

  private void listen() {
    while (!closed) {
      try (var open = database.connect("homeroom signals")) {
        connection = open;
        try (var statement = open.createStatement()) {
          for (var channel : Channel.values()) {
            statement.execute("listen " + channel.sqlName());
          }
        }
        subscriptions.forEach(Subscription::wake);
        listening.complete(null);
        receive(open);
      } catch (SQLException failure) {
        if (!closed) {
          log.atDebug().setCause(failure).log("signals are interrupted; connecting again");
        }
      }
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
      } catch (InterruptedException stopped) {
        return;
      }
    }
  }

  private void receive(Connection open) throws SQLException {
    var source = open.unwrap(PGConnection.class);
    while (!closed) {
      PGNotification[] notifications = source.getNotifications((int) CHECK.toMillis());
      if (notifications == null || notifications.length == 0) {
        if (!open.isValid(2)) {
          return;
        }
        continue;
      }
      for (var notification : notifications) {
        var channel = Channel.named(notification.getName());
        if (channel != null) {
          subscriptions.forEach(each -> each.deliver(channel, notification.getParameter()));
        }
      }
    }
  }

  private void disconnect() {
    var open = connection;
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException failure) {
        log.atDebug().setCause(failure).log("the connection for signals could not be closed");
      }
    }
  }
}
