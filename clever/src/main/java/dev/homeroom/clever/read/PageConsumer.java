package dev.homeroom.clever.read;

import dev.homeroom.clever.record.Event;

/**
 * Takes the pages of a walk, one after the other, on the walk's thread.
 *
 * @param <T> the type of record, or {@link Event}
 * @param <E> the exception that processing a page may throw; it ends the walk and passes through
 */
@FunctionalInterface
public interface PageConsumer<T, E extends Exception> {

  /** Takes a page. Meanwhile the next one is already requested, but not the one after it. */
  void accept(Page<T> page) throws E, InterruptedException;
}
