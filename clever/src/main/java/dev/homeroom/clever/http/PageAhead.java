package dev.homeroom.clever.http;

import dev.homeroom.clever.read.EnvelopeReader.Listing;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Requests a walk's next page while the current one is processed, so that Clever and the consumer
 * do not wait for each other. Never more than one page ahead. For one thread.
 */
final class PageAhead<T> implements AutoCloseable {

  private final ExecutorService thread =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("clever-page-ahead").factory());
  private @Nullable Future<Listing<T>> asked;

  /** Requests a page without waiting for it. */
  void ask(Callable<Listing<T>> page) {
    asked = thread.submit(page);
  }

  /** Waits for the page that was requested last. */
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

  /** Cancels a running request. */
  @Override
  public void close() {
    thread.shutdownNow();
    thread.close();
  }
}
