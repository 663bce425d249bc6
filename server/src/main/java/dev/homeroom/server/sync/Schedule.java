package dev.homeroom.server.sync;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.CronStyle;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;

/**
 * When a district syncs by itself: five fields as in a Unix crontab (minute, hour, day of month,
 * month, day of week), read in a time zone. An hour that daylight saving skips is made up for after
 * it; one that it repeats counts once.
 */
public final class Schedule {
  /** The form of the five fields, for people. */
  public static final String CRON_FORM =
      "must be five fields as in a Unix crontab (minute hour day-of-month month day-of-week), for"
          + " example \"30 2 * * *\"";

  /** The form of the time zone, for people. */
  public static final String ZONE_FORM =
      "must be a time zone of the IANA database, for example \"America/Chicago\"";

  private final CronSchedule cron;

  private Schedule(CronSchedule cron) {
    this.cron = cron;
  }

  /**
   * Reads a schedule.
   *
   * @throws IllegalArgumentException whose message is {@link #CRON_FORM} or {@link #ZONE_FORM}
   */
  public static Schedule of(String cron, String zone) {
    var place = zone(zone);
    if (cron.isBlank() || cron.strip().split("\\s+").length != 5) {
      throw new IllegalArgumentException(CRON_FORM);
    }
    try {
      var schedule = new Schedule(new CronSchedule(cron.strip(), place, CronStyle.UNIX));
      var _ = schedule.after(Instant.EPOCH);
      return schedule;
    } catch (RuntimeException malformed) {
      throw new IllegalArgumentException(CRON_FORM, malformed);
    }
  }

  /** The first time after another. */
  public Instant after(Instant time) {
    return cron.getNextExecutionTime(ExecutionComplete.simulatedSuccess(time));
  }

  private static ZoneId zone(String zone) {
    try {
      var id = ZoneId.of(zone);
      if (ZoneId.getAvailableZoneIds().contains(id.getId())) {
        return id;
      }
      throw new IllegalArgumentException(ZONE_FORM);
    } catch (DateTimeException unknown) {
      throw new IllegalArgumentException(ZONE_FORM, unknown);
    }
  }
}
