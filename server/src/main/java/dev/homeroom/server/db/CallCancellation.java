package dev.homeroom.server.db;

import dev.homeroom.server.db.failure.StatementTimeoutException;
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
 * Cancels the running statement when the call that this thread serves is cancelled or its deadline
 * passes. Does nothing outside a call.
 */
final class CallCancellation implements ExecuteListener, AutoCloseable {
  private static final long serialVersionUID = 1;
  private static final Logger log = LoggerFactory.getLogger(CallCancellation.class);

  private final transient Context call = Context.current();
  private final transient Context.CancellationListener listener = _ -> cancel();
  private final transient Connection connection;
  private boolean closed;
  private boolean cancelled;

  private CallCancellation(Connection connection) {
    this.connection = connection;
  }

  /** Watches the connection until this object is closed. */
  static CallCancellation of(Connection connection) {
    var leaving = new CallCancellation(connection);
    leaving.call.addListener(leaving.listener, Thread.ofVirtual().name("cancel")::start);
    return leaving;
  }

  /** Prevents a statement from starting once the call is over. */
  @Override
  public void executeStart(ExecuteContext context) {
    requireWaiting();
  }

  /** Throws if the call is over. */
  void requireWaiting() {
    if (call.isCancelled()) {
      throw new StatementTimeoutException(
          "nobody waits for a statement", new CancellationException("the call is over"));
    }
  }

  /**
   * Returns whether a statement was cancelled. The cancel may reach Postgres a moment late, so the
   * connection must not serve another call.
   */
  synchronized boolean cancelled() {
    return cancelled;
  }

  /** Waits for a cancel that is in progress. */
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
