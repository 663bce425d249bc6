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

/** The faults that are on, and how often each kind was met. Safe for many threads. */
public final class Faults {
  private final Effects effects;
  private final Clock clock;
  private final List<Active> active = new ArrayList<>();
  private final Map<Class<? extends Fault>, Long> met = new HashMap<>();

  /** What faults can do to the sandbox itself. */
  public interface Effects {
    /** Changes the district. */
    void change(List<RosterChange> changes);

    /**
     * Switches the events feed off, or on again.
     *
     * @param on asked for when it is switched, so that the last word counts
     */
    void events(BooleanSupplier on);

    /** Ends the district's token, and gives it another if it is to be replaced. */
    void endToken(boolean replaced);
  }

  /**
   * None are on.
   *
   * @param clock the right one, that {@link Fault.ClockSkew} sets wrong
   */
  public Faults(Effects effects, Clock clock) {
    this.effects = effects;
    this.clock = clock;
  }

  /** Switches a fault on. Several of a kind follow one another. */
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

  /** How many answers a kind of fault has spoilt so far. */
  public synchronized long met(Class<? extends Fault> kind) {
    return met.getOrDefault(kind, 0L);
  }

  /** How many answers each kind has spoilt so far, by its word; kinds never met are left out. */
  public synchronized Map<String, Long> met() {
    Map<String, Long> byWord = new TreeMap<>();
    met.forEach((kind, count) -> byWord.put(FaultKinds.word(kind), count));
    return byWord;
  }

  /**
   * A request that may meet faults.
   *
   * @param path without version, {@code {id}} for ids
   * @param type of the records in the answer, if it has any
   */
  public Call call(String path, Optional<RecordType> type) {
    return new Call(this, effects, clock, path, type);
  }

  /** The first fault of this kind that passes a test, used up by asking. */
  <F extends Fault> Optional<F> take(Class<F> kind, Predicate<F> test) {
    Optional<F> taken;
    boolean goesOn;
    synchronized (this) {
      var wasOn = isFeedOn();
      taken = takeActive(kind, test);
      goesOn = !wasOn && isFeedOn();
    }
    if (goesOn) { // not while others wait for us: it waits for the district
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
