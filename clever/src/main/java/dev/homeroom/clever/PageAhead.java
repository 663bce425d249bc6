package dev.homeroom.clever;

import dev.homeroom.clever.Answers.Listing;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a walk's next page while the one before is taken: Clever and whoever takes the pages
 * would otherwise wait for each other. Never more than one page ahead. For one thread.
 */
final class PageAhead<T> implements AutoCloseable {

  private final ExecutorService thread =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("clever-page-ahead").factory());
  private @Nullable Future<Listing<T>> asked;

  /** Asks for a page, without waiting for it. */
  void ask(Callable<Listing<T>> page) {
    asked = thread.submit(page);
  }

  /** The page asked for last. */
  Listing<T> await() throws InterruptedException {
    if (asked == null) {
      throw new IllegalStateException("no page was asked for");
    }
    try {
      return asked.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (failed.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("a page could not be read", failed.getCause());
    }
  }

  /** Ends a request that is under way. */
  @Override
  public void close() {
    thread.shutdownNow();
    thread.close();
  }
}
