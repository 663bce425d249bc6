package dev.homeroom.server.db;

import io.grpc.Context;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CancellationException;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what a connection does when nobody waits for it any more: when the deadline of the call that
 * this thread serves passes, or its caller leaves. Outside a call it does nothing.
 */
final class Leaving implements ExecuteListener, AutoCloseable {
  private static final long serialVersionUID = 1;
  private static final Logger log = LoggerFactory.getLogger(Leaving.class);

  private final transient Context call = Context.current();
  private final transient Context.CancellationListener listener = _ -> cancel();
  private final transient Connection connection;
  private boolean closed;
  private boolean cancelled;

  private Leaving(Connection connection) {
    this.connection = connection;
  }

  /** Watches over the connection until it is closed. */
  static Leaving of(Connection connection) {
    var leaving = new Leaving(connection);
    leaving.call.addListener(leaving.listener, Thread.ofVirtual().name("cancel")::start);
    return leaving;
  }

  /** Begins no statement that nobody waits for. */
  @Override
  public void executeStart(ExecuteContext context) {
    requireWaiting();
  }

  /** Refuses to begin what nobody waits for. */
  void requireWaiting() {
    if (call.isCancelled()) {
      throw new StatementTimeoutException(
          "nobody waits for a statement", new CancellationException("the call is over"));
    }
  }

  /**
   * Whether a statement was cancelled: Postgres may be told so a moment late, and the connection
   * must not serve anybody else.
   */
  synchronized boolean cancelled() {
    return cancelled;
  }

  /** Waits for a cancel that is under way. */
  @Override
  public void close() {
    call.removeListener(listener);
    synchronized (this) {
      closed = true;
    }
  }

  private synchronized void cancel() {
    if (closed) {
      return;
    }
    cancelled = true;
    try {
      connection.unwrap(PGConnection.class).cancelQuery();
    } catch (SQLException failure) {
      log.atWarn()
          .addKeyValue("cause", failure.getMessage())
          .log("a statement that nobody waits for could not be cancelled");
    }
  }
}
