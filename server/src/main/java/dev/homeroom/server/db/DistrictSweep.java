package dev.homeroom.server.db;

import dev.homeroom.server.db.failure.DatabaseUnavailableException;
import java.util.Collection;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works through districts one by one; a failure in one of them does not stop the others. */
public final class DistrictSweep {
  private static final Logger log = LoggerFactory.getLogger(DistrictSweep.class);

  private DistrictSweep() {}

  /**
   * Does the work for each district; a failure is logged and left for the next time. Ends early if
   * the thread is interrupted.
   *
   * @param districts their numbers
   * @param what the name of the work, for the log
   * @param work returns how much was done
   * @return how much was done in all
   * @throws DatabaseUnavailableException if Postgres became unavailable
   */
  public static long each(
      Collection<Integer> districts, String what, ToLongFunction<Integer> work) {
    long done = 0;
    for (var district : districts) {
      if (Thread.currentThread().isInterrupted()) {
        break;
      }
      try {
        done += work.applyAsLong(district);
      } catch (DatabaseUnavailableException away) {
        throw away;
      } catch (RuntimeException failure) {
        log.atWarn()
            .addKeyValue("districtNumber", district)
            .addKeyValue("work", what)
            .setCause(failure)
            .log("a district is left for the next time; the others go on");
      }
    }
    return done;
  }
}
