package dev.homeroom.server.sync;

import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncState;

/**
 * The state of a run. Each state offers only the steps that are possible from it; the row of the
 * run takes a step only if it is in the state where the step begins.
 */
sealed interface RunState {
  /** The contract's name of the state. */
  SyncState wire();

  /** The state as its column stores it. */
  default String column() {
    return EnumWords.word(wire());
  }

  /** Not ended yet; a district has at most one such run. */
  sealed interface Active extends RunState permits Cancellable, Held {
    /** Ends the run because no server finished it in several attempts. */
    Ended givenUp(String message);
  }

  /** Nothing has been changed yet, so the run can still end without a trace in the roster. */
  sealed interface Cancellable extends Active permits Queued, Unapplied {
    /**
     * Ends the run on request.
     *
     * @param why the reason, for people
     */
    default Cancelled cancelled(String why) {
      return new Cancelled(why);
    }

    @Override
    default Failed givenUp(String message) {
      return new Failed(SyncFailure.SYNC_FAILURE_TOO_MANY_ATTEMPTS, message);
    }
  }

  /** Leased by a server. */
  sealed interface Held extends Active permits Unapplied, Checking {
    /** Returns the state in which another server continues, because this one no longer responds. */
    Held takenOver();

    /**
     * Returns the state after this server gave the run back, for another one to continue at once.
     */
    Active released();
  }

  /** Leased by a server, with the roster still unchanged. */
  sealed interface Unapplied extends Cancellable, Held permits Fetching, Diffing, Applying {
    /** Starts again: nothing half-done is continued. */
    @Override
    default Fetching takenOver() {
      return new Fetching();
    }

    /** Starts again, because staging no longer holds what was read, or Clever changed meanwhile. */
    default Fetching fetchedAgain() {
      return new Fetching();
    }

    @Override
    default Queued released() {
      return new Queued();
    }

    /**
     * Ends the run, which cannot succeed.
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

  /** Compares what was read with the roster. */
  record Diffing() implements Unapplied {
    @Override
    public SyncState wire() {
      return SyncState.SYNC_STATE_DIFFING;
    }

    Applying compared() {
      return new Applying();
    }

    /** Ends a dry run. */
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

    /** Part of the transaction that writes the revision. */
    Checking applied() {
      return new Checking();
    }
  }

  /** Looks for findings. The run has already changed the roster and cannot fail any more. */
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
     * Ends the run without findings; the roster is right.
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

  /** Ended for good. */
  sealed interface Ended extends RunState permits Succeeded, Failed, Cancelled {
    /** Returns what happened and what to do next, for people; empty if all is well. */
    String message();
  }

  /** The roster is equal to what Clever showed or, after a dry run, its effect is known. */
  record Succeeded(String message) implements Ended {
    @Override
    public SyncState wire() {
      return SyncState.SYNC_STATE_SUCCEEDED;
    }
  }

  /** The roster has not changed. */
  record Failed(SyncFailure failure, String message) implements Ended {
    @Override
    public SyncState wire() {
      return SyncState.SYNC_STATE_FAILED;
    }
  }

  /** The roster has not changed. */
  record Cancelled(String message) implements Ended {
    @Override
    public SyncState wire() {
      return SyncState.SYNC_STATE_CANCELLED;
    }
  }
}
