package dev.homeroom.server.db;

import dev.homeroom.server.db.failure.DatabaseUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock of Postgres, which decides wherever two servers must agree. It asks Postgres again when
 * a reading is a second old. Between readings, and while Postgres is away, it adds the time that
 * has passed since the last reading; the server's own clock has no influence. Safe for any number
 * of threads.
 */
final class DatabaseClock extends Clock {
  private static final Logger log = LoggerFactory.getLogger(DatabaseClock.class);
  private static final long FRESH = Duration.ofSeconds(1).toNanos();

  private final Supplier<Instant> postgres;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile @Nullable Reading last;

  /**
   * Creates the clock.
   *
   * @param postgres asks Postgres for the time
   */
  DatabaseClock(Supplier<Instant> postgres) {
    this.postgres = postgres;
  }

  /**
   * A time that Postgres returned.
   *
   * @param nanos the moment it was returned, by {@link System#nanoTime}
   * @param tried the moment Postgres was last asked, by the same
   */
  private record Reading(Instant time, long nanos, long tried) {
    Instant now() {
      return time.plusNanos(System.nanoTime() - nanos);
    }
  }

  /**
   * Returns the time in Postgres.
   *
   * @throws DatabaseUnavailableException if Postgres has never answered yet
   */
  @Override
  public Instant instant() {
    var known = last;
    if (known == null) {
      reading.lock();
      try {
        known = last;
        return (known == null ? read() : known).now();
      } finally {
        reading.unlock();
      }
    }
    if (System.nanoTime() - known.tried > FRESH && reading.tryLock()) {
      try {
        return again(known).now();
      } finally {
        reading.unlock();
      }
    }
    return known.now();
  }

  private Reading again(Reading known) {
    try {
      return read();
    } catch (RuntimeException away) {
      log.atDebug()
          .setCause(away)
          .log("Postgres does not answer with its time; the clock goes on by itself");
      var kept = new Reading(known.time, known.nanos, System.nanoTime());
      last = kept;
      return kept;
    }
  }

  private Reading read() {
    long before = System.nanoTime();
    var time = postgres.get();
    long after = System.nanoTime();
    var read = new Reading(time, before + (after - before) / 2, after);
    last = read;
    return read;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the clock of Postgres is read in UTC");
  }
}
