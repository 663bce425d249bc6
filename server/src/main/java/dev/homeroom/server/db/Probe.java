package dev.homeroom.server.db;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks whether Postgres answers, on a connection of its own: a busy pool does not mean that
 * Postgres is away.
 */
final class Probe implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Probe.class);
  private static final int SECONDS = 1;

  private final Database database;
  private @Nullable Connection connection;

  Probe(Database database) {
    this.database = database;
  }

  synchronized boolean answers() {
    try {
      var open = connection;
      if (open == null || open.isClosed()) {
        open = database.connect("homeroom health");
        connection = open;
      }
      if (open.isValid(SECONDS)) {
        return true;
      }
    } catch (SQLException failure) {
      log.atDebug().setCause(failure).log("Postgres does not answer the probe");
    }
    close();
    return false;
  }

  @Override
  public synchronized void close() {
    var open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException failure) {
        log.atDebug().setCause(failure).log("a broken connection could not be closed");
      }
    }
  }
}
