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
 * Counts the districts' runs by their own times, and compares them with the times that were due.
 *
 * @param expected districts times minutes
 * @param runs the number of runs that were due in those minutes
 * @param failed runs that did not succeed
 * @param takenAgain runs that were taken more than once
 * @param missing minutes of a district without a run
 * @param doubled minutes of a district with more than one run
 * @param overlaps runs that started before the previous run of the same district had ended
 * @param outsideTheirMinute runs that ended later than a minute after they were due, or not at all
 * @param lateSeconds from the due time to the run's creation
 * @param waitSeconds from its creation to its start by a server
 * @param runSeconds from its start to its end
 * @param mostStartsInOneSecond of all districts together
 */
record RunTally(
    int expected,
    int runs,
    int failed,
    int takenAgain,
    int missing,
    int doubled,
    int overlaps,
    int outsideTheirMinute,
    Percentiles lateSeconds,
    Percentiles waitSeconds,
    Percentiles runSeconds,
    int mostStartsInOneSecond) {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /**
   * The runs of one district.
   *
   * @param later the time between each full minute and its due time
   * @param runs all of its runs, in any order
   */
  record OfDistrict(Duration later, List<SyncRun> runs) {}

  /** Returns whether each minute of each district had exactly one run, in time and alone. */
  boolean holds() {
    return runs == expected
        && failed == 0
        && missing == 0
        && doubled == 0
        && overlaps == 0
        && outsideTheirMinute == 0;
  }

  /**
   * Counts the runs that were due in the measured minutes.
   *
   * @param from the first of them, a full minute
   */
  static RunTally of(List<OfDistrict> districts, Instant from, int minutes) {
    var counter = new Counter();
    for (var district : districts) {
      counter.add(district, from, minutes);
    }
    return counter.tally(districts.size() * minutes);
  }

  /** Returns the time at which a run was due: the last due time before its creation. */
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

    RunTally tally(int expected) {
      return new RunTally(
          expected,
          runs,
          failed,
          takenAgain,
          missing,
          doubled,
          overlaps,
          outside,
          Percentiles.of(late),
          Percentiles.of(waits),
          Percentiles.of(lengths),
          starts.values().stream().mapToInt(Integer::intValue).max().orElse(0));
    }
  }
}
