package dev.homeroom.server.db;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Somebody's wait for signals. Subscribe first, read then, wait last: nothing is missed. */
public final class Subscription implements AutoCloseable {
  /**
   * What was signalled since the last look.
   *
   * @param everything anything may have changed: the connection was lost meanwhile
   * @param keys the keys that were signalled
   */
  public record Wake(boolean everything, Set<String> keys) {
    /** Whether the wait ended by time alone. */
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

  /** Waits until there is a signal, or for as long as given, and takes what there is. */
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

  /** Ends a wait, or the next one, as if anything might have changed. */
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

  void tell(Signals.Channel about, String signalled) {
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
