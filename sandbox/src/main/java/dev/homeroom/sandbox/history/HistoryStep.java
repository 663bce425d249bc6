package dev.homeroom.sandbox.history;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.share.DataAccess;
import dev.homeroom.sandbox.share.Share;
import dev.homeroom.sandbox.world.DistrictSimulation;
import dev.homeroom.sandbox.world.SettableClock;
import java.time.Duration;
import java.util.List;

/** One step in the life of a district and its sharing with an app. */
public sealed interface HistoryStep {
  /** The longest time that passes in one step of a random history. */
  Duration LONGEST = Duration.ofDays(2);

  /** The SIS set changes. */
  record Changes(List<RosterChange> changes) implements HistoryStep {
    /** Copies the changes. */
    public Changes {
      changes = List.copyOf(changes);
    }
  }

  /** The district changes its share. */
  record Sharing(Share share) implements HistoryStep {}

  /** The app's data access changes. */
  record Access(@JsonUnwrapped DataAccess access) implements HistoryStep {}

  /** The syncs pause for this time. */
  record Pause(Duration duration) implements HistoryStep {}

  /** The pause ends early. */
  record Resume() implements HistoryStep {}

  /** The next changes of the SIS wait for the district's approval. */
  record Hold() implements HistoryStep {}

  /** The district approves the changes on hold. */
  record Approve() implements HistoryStep {}

  /** The district discards the changes on hold. */
  record Discard() implements HistoryStep {}

  /** The syncs fail. */
  record Fail(String error) implements HistoryStep {}

  /** The syncs succeed again. */
  record Recover() implements HistoryStep {}

  /** Time passes. */
  record Passing(Duration time) implements HistoryStep {}

  /**
   * Runs this step.
   *
   * @param clock the world's clock
   */
  default void happenTo(DistrictSimulation world, SettableClock clock) {
    switch (this) {
      case Changes(var changes) -> world.apply(changes);
      case Sharing(var share) -> world.share(share);
      case Access(var access) -> world.dataAccess(access);
      case Pause(var duration) -> world.pause(clock.instant().plus(duration));
      case Resume _ -> world.resume();
      case Hold _ -> world.hold();
      case Approve _ -> world.approve();
      case Discard _ -> world.discard();
      case Fail(var error) -> world.fail(error);
      case Recover _ -> world.recover();
      case Passing(var time) -> clock.advance(time);
    }
  }
}
