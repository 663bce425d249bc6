package dev.homeroom.sandbox.fault;

import dev.homeroom.sandbox.district.RecordType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The faults that are on, and how often each kind was met. Safe for many threads. */
public final class Faults {
  private final List<Active> active = new ArrayList<>();
  private final Map<Class<? extends Fault>, Long> met = new HashMap<>();

  /** Switches a fault on; several of a kind follow one another. */
  public synchronized void add(Fault fault) {
    active.add(new Active(fault, timesOf(fault)));
  }

  /** Switches all faults off. Counters stay. */
  public synchronized void clear() {
    active.clear();
  }

  /** How many answers a kind of fault has spoilt so far. */
  public synchronized long met(Class<? extends Fault> kind) {
    return met.getOrDefault(kind, 0L);
  }

  /** The fault for the next answer as a whole, used up by asking. */
  public synchronized Optional<Fault.OfAnswer> takeForAnswer() {
    for (var remaining = active.iterator(); remaining.hasNext(); ) {
      var candidate = remaining.next();
      if (candidate.fault instanceof Fault.OfAnswer fault && !(fault instanceof Fault.Slow)) {
        count(fault);
        if (--candidate.left == 0) {
          remaining.remove();
        }
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  /** How much longer the next answer takes. */
  public synchronized Duration takeDelay() {
    var delay = Duration.ZERO;
    for (var candidate : active) {
      if (candidate.fault instanceof Fault.Slow slow) {
        count(slow);
        delay = delay.plus(slow.delay());
      }
    }
    return delay;
  }

  /** The fault of this kind in the lists of this type, if it is on. */
  public synchronized <F extends Fault.OfList> Optional<F> inList(Class<F> kind, RecordType type) {
    for (var candidate : active) {
      if (kind.isInstance(candidate.fault) && kind.cast(candidate.fault).type() == type) {
        count(candidate.fault);
        return Optional.of(kind.cast(candidate.fault));
      }
    }
    return Optional.empty();
  }

  private void count(Fault fault) {
    met.merge(fault.getClass(), 1L, Long::sum);
  }

  private static int timesOf(Fault fault) {
    return switch (fault) {
      case Fault.Status status -> {
        if (status.status() != 429 && status.status() / 100 != 5) {
          throw new IllegalArgumentException(
              "status %d is neither 429 nor a server error".formatted(status.status()));
        }
        yield positive(status.times());
      }
      case Fault.CutOff cutOff -> positive(cutOff.times());
      case Fault.MalformedJson malformed -> positive(malformed.times());
      case Fault.Html html -> positive(html.times());
      case Fault.Slow _, Fault.OfList _ -> Integer.MAX_VALUE;
    };
  }

  private static int positive(int times) {
    if (times < 1) {
      throw new IllegalArgumentException(
          "a fault happens at least once, not %d times".formatted(times));
    }
    return times;
  }

  private static final class Active {
    private final Fault fault;
    private int left;

    Active(Fault fault, int left) {
      this.fault = fault;
      this.left = left;
    }
  }
}
