package dev.homeroom.server.sync;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.CronStyle;
import dev.homeroom.server.db.CleverId;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The times when a district syncs by itself: five fields as in a Unix crontab (minute, hour, day of
 * month, month, day of week), read in a time zone. An hour that daylight saving time skips is made
 * up for after it; one that it repeats counts once.
 *
 * <p>Districts that declare the same minute do not start in the same second: {@link #spread} delays
 * each by its own, constant number of seconds within that minute.
 */
public final class Schedule {
  /** The form of the five fields, as a message for people. */
  public static final String CRON_FORM =
      "must be five fields as in a Unix crontab (minute hour day-of-month month day-of-week), for"
          + " example \"30 2 * * *\"";

  /** The form of the time zone, as a message for people. */
  public static final String ZONE_FORM =
      "must be a time zone of the IANA database, for example \"America/Chicago\"";

  /** The message for people that the five fields name no day that exists. */
  public static final String NEVER_DUE =
      "names no day that ever comes, such as the 30th of February; correct the day of month or the"
          + " month";

  /** The 29th of February comes again after eight years at the latest. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(8 * 366);

  /** Leaves the last ten seconds of a minute for the search for due runs. */
  private static final Duration SPREAD = Duration.ofSeconds(50);

  private final CronSchedule cron;
  private final CronSchedule wallClock;
  private final ZoneId zone;
  private final Duration later;

  private Schedule(CronSchedule cron, CronSchedule wallClock, ZoneId zone, Duration later) {
    this.cron = cron;
    this.wallClock = wallClock;
    this.zone = zone;
    this.later = later;
  }

  /**
   * Reads a schedule.
   *
   * @throws IllegalArgumentException whose message is {@link #CRON_FORM}, {@link #NEVER_DUE} or
   *     {@link #ZONE_FORM}
   */
  public static Schedule of(String cron, String zone) {
    var place = zone(zone);
    if (cron.isBlank() || cron.strip().split("\\s+").length != 5) {
      throw new IllegalArgumentException(CRON_FORM);
    }
    var schedule = read(cron.strip(), place);
    if (schedule.after(Instant.EPOCH).isAfter(Instant.EPOCH.plus(LONGEST_WAIT))) {
      throw new IllegalArgumentException(NEVER_DUE);
    }
    return schedule;
  }

  private static Schedule read(String cron, ZoneId place) {
    try {
      var schedule =
          new Schedule(
              new CronSchedule(cron, place, CronStyle.UNIX),
              new CronSchedule(cron, ZoneOffset.UTC, CronStyle.UNIX),
              place,
              Duration.ZERO);
      var _ = schedule.after(Instant.EPOCH);
      return schedule;
    } catch (RuntimeException malformed) {
      throw new IllegalArgumentException(CRON_FORM, malformed);
    }
  }

  /**
   * Returns the district's own schedule: later within the same minute by 0 to 50 seconds, which
   * follow from the district's id.
   */
  Schedule spread(CleverId district) {
    var checksum = new CRC32();
    checksum.update(district.bytes());
    return new Schedule(
        cron, wallClock, zone, Duration.ofMillis(checksum.getValue() % SPREAD.toMillis()));
  }

  /** Returns the first time of the schedule after another time. */
  public Instant after(Instant time) {
    var from = time.minus(later);
    var next = next(cron, from);
    return skipped(from).filter(next::isAfter).orElse(next).plus(later);
  }

  /**
   * Returns the next time if the local clock skips it, delayed by as much as the clock is put
   * forward. The cron library leaves such a time out.
   */
  private Optional<Instant> skipped(Instant from) {
    var onTheWall = from.atZone(zone).toLocalDateTime().toInstant(ZoneOffset.UTC);
    var local = LocalDateTime.ofInstant(next(wallClock, onTheWall), ZoneOffset.UTC);
    return zone.getRules().getValidOffsets(local).isEmpty()
        ? Optional.of(local.atZone(zone).toInstant()).filter(from::isBefore)
        : Optional.empty();
  }

  private static Instant next(CronSchedule cron, Instant time) {
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
