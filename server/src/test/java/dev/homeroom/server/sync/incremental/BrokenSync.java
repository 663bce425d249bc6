package dev.homeroom.server.sync.incremental;

import dev.homeroom.clever.http.CleverClient;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.sync.full.CleverTokens;
import java.time.Clock;
import java.time.Duration;

/** A sync that is wrong on purpose, for tests of tests. */
public final class BrokenSync {
  private BrokenSync() {}

  /** Reads, proves and counts deleted records, and then leaves them where they are. */
  public static RosterSync ignoringDeleted(
      Database database,
      CleverClient clever,
      CleverTokens tokens,
      Clock clock,
      Duration fullEvery) {
    return new RosterSync(
        database,
        clever,
        tokens,
        clock,
        fullEvery,
        new IncrementalSync(clock, record -> record.state().isPresent()));
  }
}
