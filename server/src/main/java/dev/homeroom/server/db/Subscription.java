package dev.homeroom.server.db;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A subscription to signals. Subscribe first, then read, then wait: that way nothing is missed. */
public final class Subscription implements AutoCloseable {
  /**
   * The signals since the last look.
   *
   * @param everything true if anything may have changed, because the connection was lost meanwhile
   * @param keys the keys that were signalled
   */
  public record Wake(boolean everything, Set<String> keys) {
    /** Returns whether the wait ended by time alone. */
    public boolean isEmpty() {
      return !everything && keys.isEmpty();
    }
  }

  private final Signals.Channel channel;
  private final @Nullable String key;
  private final Consumer<Subscription> onClose;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition woken = lock.newCondition();
  private Set<String> keys = new HashSet<>();
  private boolean everything;

  Subscription(Signals.Channel channel, @Nullable String key, Consumer<Subscription> onClose) {
    this.channel = channel;
    this.key = key;
    this.onClose = onClose;
  }

  /** Waits until there is a signal, at most for the given time, and takes all signals so far. */
  public Wake await(Duration longest) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = longest.toNanos();
      while (!everything && keys.isEmpty() && left > 0) {
        left = woken.awaitNanos(left);
      }
      var wake = new Wake(everything, Set.copyOf(keys));
      everything = false;
      keys = new HashSet<>();
      return wake;
    } finally {
      lock.unlock();
    }
  }

  /** Ends this wait, or the next one, as if anything might have changed. */
  public void wake() {
    lock.lock();
    try {
      everything = true;
      woken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    onClose.accept(this);
  }

  void deliver(Signals.Channel about, String signalled) {
    if (about == channel && (key == null || key.equals(signalled))) {
      lock.lock();
      try {
        keys.add(signalled);
        woken.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
