package dev.homeroom.server.sync.stage;

import dev.homeroom.server.db.DistrictKey;
import java.util.UUID;

/**
 * The lease of a run, which one server has until the run ends or another server takes it over.
 *
 * @param epoch raised by each lease of any run of the district; what is written with an older one
 *     is refused
 * @param stage the number under which this lease stages what it reads
 */
public record RunLease(UUID run, DistrictKey district, long epoch, long stage) {
  /**
   * The name of the lease's session in Postgres; the server that takes the run over ends that
   * session.
   */
  public String session() {
    return session(run, epoch);
  }

  /** The name of a lease's session. */
  public static String session(UUID run, long epoch) {
    return "homeroom " + run + " " + epoch;
  }
}
