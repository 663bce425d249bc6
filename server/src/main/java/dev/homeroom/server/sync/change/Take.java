package dev.homeroom.server.sync.change;

import dev.homeroom.server.db.DistrictKey;
import java.util.UUID;

/**
 * A run in the hands of one server, until the end or until another server takes it.
 *
 * @param epoch raised by each take of any run of the district; what is written with an older one is
 *     refused
 * @param stage the number under which this take stages what it reads
 */
public record Take(UUID run, DistrictKey district, long epoch, long stage) {
  /** What the take's session in Postgres is called; ended by whoever takes the run over. */
  public String session() {
    return session(run, epoch);
  }

  /** What the session of a take is called. */
  public static String session(UUID run, long epoch) {
    return "homeroom " + run + " " + epoch;
  }
}
