package dev.homeroom.server.sync;

import dev.homeroom.server.rpc.StoredEnum;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncState;

/**
 * Where a run stands. Each state offers only the steps that are possible from it; the row of the
 * run takes a step only if it stands where the step begins.
 */
sealed interface RunState {
  /** The state as the contract names it. */
  SyncState wire();

  /** The state as its column holds it. */
  default String column() {
    return StoredEnum.word(wire(), "SYNC_STATE_");
  }

  /** Not at its end; a district has at most one such run. */
  sealed interface Active extends RunState permits Cancellable, Held {
    /** No server brought it to an end, however often one took it. */
    Ended givenUp(String message);
  }

  /** Nothing has been changed yet, so the run can still be ended without a trace in the roster. */
  sealed interface Cancellable extends Active permits Queued, Unapplied {
    /**
     * Ends by somebody's wish.
     *
     * @param why for people
     */
    default Cancelled cancelled(String why) {
      return new Cancelled(why);
    }

    @Override
    default Failed givenUp(String message) {
      return new Failed(SyncFailure.SYNC_FAILURE_TOO_MANY_ATTEMPTS, message);
    }
  }

  /** In the hands of a server. */
  sealed interface Held extends Active permits Unapplied, Checking {
    /** Another server goes on, because this one fell silent. */
    Held takenOver();

    /** The server gives it back, for another one to go on at once. */
    Active released();
  }

  /** In the hands of a server, the roster still as it was. */
  sealed interface Unapplied extends Cancellable, Held permits Fetching, Diffing, Applying {
    /** Nothing half-done is continued. */
    @Override
    default Fetching takenOver() {
      return new Fetching();
    }

    /** What was staged is not what was read, or Clever moved on. */
    default Fetching fetchedAgain() {
      return new Fetching();
    }

    @Override
    default Queued released() {
      return new Queued();
    }

    /**
     * Cannot succeed.
     *
     * @param message what happened and what to do next, for people
     */
    default Failed failed(SyncFailure failure, String message) {
      return new Failed(failure, message);
    }
  }

  /** Waits for a server. */
  record Queued() implements Cancellable {
    @Override
    public SyncState wire() {
      return SyncState.SYNC_STATE_QUEUED;
    }

    Fetching taken() {
      return new Fetching();
    }
  }

  /** Reads Clever. */
  record Fetching() implements Unapplied {
    @Override
    public SyncState wire() {
      return SyncState.SYNC_STATE_FETCHING;
    }

    Diffing fetched() {
      return new Diffing();
    }
  }

  /** Compares. */
  record Diffing() implements Unapplied {
    @Override
    public SyncState wire() {
      return SyncState.SYNC_STATE_DIFFING;
    }

    Applying compared() {
      return new Applying();
    }

    /** A dry run ends here. */
    Succeeded previewed() {
      return new Succeeded("");
    }
  }

  /** Writes the new revision. */
  record Applying() implements Unapplied {
    @Override
    public SyncState wire() {
      return SyncState.SYNC_STATE_APPLYING;
    }

    /** Part of the transaction that writes it. */
    Checking applied() {
      return new Checking();
    }
  }

  /** Looks for findings. The roster is that of the run: it cannot fail any more. */
  record Checking() implements Held {
    @Override
    public SyncState wire() {
      return SyncState.SYNC_STATE_CHECKING;
    }

    @Override
    public Checking takenOver() {
      return this;
    }

    @Override
    public Checking released() {
      return this;
    }

    Succeeded checked() {
      return new Succeeded("");
    }

    /**
     * The findings are not known, the roster is right.
     *
     * @param message why, for people
     */
    Succeeded unchecked(String message) {
      return new Succeeded(message);
    }

    @Override
    public Succeeded givenUp(String message) {
      return unchecked(message);
    }
  }

  /** For good. */
  sealed interface Ended extends RunState permits Succeeded, Failed, Cancelled {
    /** What happened and what to do next, for people; empty where all is well. */
    String message();
  }

  /** The roster is what Clever said; or, of a dry run, it is known what would be done. */
  record Succeeded(String message) implements Ended {
    @Override
    public SyncState wire() {
      return SyncState.SYNC_STATE_SUCCEEDED;
    }
  }

  /** The roster is as it was. */
  record Failed(SyncFailure failure, String message) implements Ended {
    @Override
    public SyncState wire() {
      return SyncState.SYNC_STATE_FAILED;
    }
  }

  /** The roster is as it was. */
  record Cancelled(String message) implements Ended {
    @Override
    public SyncState wire() {
      return SyncState.SYNC_STATE_CANCELLED;
    }
  }
}
