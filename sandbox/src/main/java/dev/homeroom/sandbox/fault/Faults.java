package dev.homeroom.sandbox.fault;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * The faults that are switched on, and the number of times each kind was met. Safe for many
 * threads.
 */
public final class Faults {
  private final Effects effects;
  private final Clock clock;
  private final List<Active> active = new ArrayList<>();
  private final Map<Class<? extends Fault>, Long> met = new HashMap<>();

  /** The effects of faults on the sandbox itself. */
  public interface Effects {
    /** Changes the district. */
    void change(List<RosterChange> changes);

    /**
     * Switches the events feed off or on.
     *
     * @param on asked at the moment of switching, so that the latest value counts
     */
    void events(BooleanSupplier on);

    /**
     * Ends the district's token, and gives the district a new one if the token is to be replaced.
     */
    void endToken(boolean replaced);
  }

  /**
   * Creates a sandbox's faults; none is switched on.
   *
   * @param clock the correct clock, which {@link Fault.ClockSkew} makes appear wrong
   */
  public Faults(Effects effects, Clock clock) {
    this.effects = effects;
    this.clock = clock;
  }

  /** Switches a fault on. Faults of the same kind take effect one after another. */
  public void add(Fault fault) {
    synchronized (this) {
      active.add(new Active(fault));
    }
    if (fault instanceof Fault.FeedOff) {
      effects.events(this::isFeedOn);
    }
  }

  /** Switches all faults off. Counters stay. */
  public void clear() {
    clear(Fault.class);
  }

  /** Switches the faults of one kind off. Counters stay. */
  public void clear(Class<? extends Fault> kind) {
    boolean goesOn;
    synchronized (this) {
      var wasOn = isFeedOn();
      active.removeIf(candidate -> kind.isInstance(candidate.fault));
      goesOn = !wasOn && isFeedOn();
    }
    if (goesOn) {
      effects.events(this::isFeedOn);
    }
  }

  /** The faults that are on, the oldest first. */
  public synchronized List<Fault> active() {
    return active.stream().map(candidate -> candidate.fault).toList();
  }

  /** The number of times that this kind of fault was met. */
  public synchronized long met(Class<? extends Fault> kind) {
    return met.getOrDefault(kind, 0L);
  }

  /**
   * The number of times that each kind was met, by its word; kinds that were never met are left
   * out.
   */
  public synchronized Map<String, Long> met() {
    Map<String, Long> byWord = new TreeMap<>();
    met.forEach((kind, count) -> byWord.put(FaultKinds.word(kind), count));
    return byWord;
  }

  /**
   * Creates a request that may meet faults.
   *
   * @param path without version, {@code {id}} for ids
   * @param type the type of the records in the answer, if it has any
   */
  public FaultedRequest call(String path, Optional<RecordType> type) {
    return new FaultedRequest(this, effects, clock, path, type);
  }

  /** Returns the first fault of this kind that passes a test; each call uses it up by one. */
  <F extends Fault> Optional<F> take(Class<F> kind, Predicate<F> test) {
    Optional<F> taken;
    boolean goesOn;
    synchronized (this) {
      var wasOn = isFeedOn();
      taken = takeActive(kind, test);
      goesOn = !wasOn && isFeedOn();
    }
    if (goesOn) { // outside the lock, as it waits for the district
      effects.events(this::isFeedOn);
    }
    return taken;
  }

  private <F extends Fault> Optional<F> takeActive(Class<F> kind, Predicate<F> test) {
    Optional<F> taken = Optional.empty();
    for (var remaining = active.iterator(); remaining.hasNext(); ) {
      var candidate = remaining.next();
      var fault = candidate.fault;
      if (!kind.isInstance(fault) || !test.test(kind.cast(fault))) {
        continue;
      }
      if (candidate.passing > 0) {
        candidate.passing--;
      } else if (taken.isEmpty()) {
        met.merge(fault.getClass(), 1L, Long::sum);
        if (--candidate.left == 0) {
          remaining.remove();
        }
        taken = Optional.of(kind.cast(fault));
      }
    }
    return taken;
  }

  private synchronized boolean isFeedOn() {
    return active.stream().noneMatch(candidate -> candidate.fault instanceof Fault.FeedOff);
  }

  private static final class Active {
    private final Fault fault;
    private int passing;
    private int left;

    Active(Fault fault) {
      this.fault = fault;
      this.passing = fault.where().after();
      this.left = fault.where().times();
    }
  }
}
