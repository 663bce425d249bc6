package dev.homeroom.bench.many;

import com.google.protobuf.Timestamp;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts what the runs of the districts say of themselves, against what was due.
 *
 * @param expected districts times minutes
 * @param runs that were due in those minutes
 * @param failed runs that did not succeed
 * @param takenAgain runs that more than one server, or one server twice, took up
 * @param missing minutes of a district without a run
 * @param doubled minutes of a district with more than one
 * @param overlaps runs that began before the one before them, of the same district, had ended
 * @param outsideTheirMinute runs that ended later than a minute after they were due
 * @param lateSeconds from the time that was due to the run's creation
 * @param waitSeconds from its creation to a server's taking it
 * @param runSeconds from that to its end
 * @param mostStartsInOneSecond of all districts together
 */
record Tally(
    int expected,
    int runs,
    int failed,
    int takenAgain,
    int missing,
    int doubled,
    int overlaps,
    int outsideTheirMinute,
    Spread lateSeconds,
    Spread waitSeconds,
    Spread runSeconds,
    int mostStartsInOneSecond) {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /**
   * One district.
   *
   * @param later by how much its runs are due after each full minute
   * @param runs all that it has, in any order
   */
  record OfDistrict(Duration later, List<SyncRun> runs) {}

  /** Whether each minute of each district had exactly its run, in time and alone. */
  boolean holds() {
    return runs == expected
        && failed == 0
        && missing == 0
        && doubled == 0
        && overlaps == 0
        && outsideTheirMinute == 0;
  }

  /**
   * Counts the runs that were due in minutes from a full one on.
   *
   * @param from a full minute
   */
  static Tally of(List<OfDistrict> districts, Instant from, int minutes) {
    var counter = new Counter();
    for (var district : districts) {
      counter.add(district, from, minutes);
    }
    return counter.tally(districts.size() * minutes);
  }

  /** The time that a run was due at: the last one before its creation. */
  static Instant due(SyncRun run, Duration later) {
    return instant(run.getCreateTime()).minus(later).truncatedTo(ChronoUnit.MINUTES).plus(later);
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  private static final class Counter {
    private final List<Double> late = new ArrayList<>();
    private final List<Double> waits = new ArrayList<>();
    private final List<Double> lengths = new ArrayList<>();
    private final Map<Long, Integer> starts = new HashMap<>();
    private int runs;
    private int failed;
    private int takenAgain;
    private int missing;
    private int doubled;
    private int overlaps;
    private int outside;

    void add(OfDistrict district, Instant from, int minutes) {
      var perMinute = new HashMap<Instant, Integer>();
      var end = Instant.MIN;
      var inOrder =
          district.runs().stream()
              .sorted(java.util.Comparator.comparing(run -> instant(run.getCreateTime())))
              .toList();
      for (var run : inOrder) {
        var due = due(run, district.later());
        if (run.hasStartTime() && instant(run.getStartTime()).isBefore(end)) {
          overlaps++;
        }
        end = run.hasEndTime() ? instant(run.getEndTime()) : Instant.MAX;
        if (!due.isBefore(from) && due.isBefore(from.plus(MINUTE.multipliedBy(minutes)))) {
          perMinute.merge(due, 1, Integer::sum);
          count(run, due);
        }
      }
      missing += minutes - perMinute.size();
      doubled += (int) perMinute.values().stream().filter(count -> count > 1).count();
    }

    private void count(SyncRun run, Instant due) {
      runs++;
      if (run.getState() != SyncState.SYNC_STATE_SUCCEEDED) {
        failed++;
      }
      if (run.getAttempt() > 1) {
        takenAgain++;
      }
      if (!run.hasEndTime() || instant(run.getEndTime()).isAfter(due.plus(MINUTE))) {
        outside++;
      }
      var created = instant(run.getCreateTime());
      late.add(seconds(due, created));
      if (run.hasStartTime() && run.hasEndTime()) {
        var started = instant(run.getStartTime());
        waits.add(seconds(created, started));
        lengths.add(seconds(started, instant(run.getEndTime())));
        starts.merge(started.getEpochSecond(), 1, Integer::sum);
      }
    }

    Tally tally(int expected) {
      return new Tally(
          expected,
          runs,
          failed,
          takenAgain,
          missing,
          doubled,
          overlaps,
          outside,
          Spread.of(late),
          Spread.of(waits),
          Spread.of(lengths),
          starts.values().stream().mapToInt(Integer::intValue).max().orElse(0));
    }
  }
}
