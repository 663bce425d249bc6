package dev.homeroom.server.sync.full;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs tasks at once, each in a thread of its own; the first failure ends the others. */
final class TaskGroup {
  private TaskGroup() {}

  /**
   * Runs all tasks to their end.
   *
   * @param threads the beginning of the threads' names
   * @return the results, in the order of the tasks
   */
  static <K, V> Map<K, V> all(String threads, Map<K, Callable<V>> tasks)
      throws InterruptedException {
    try (var executor =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(threads, 0).factory())) {
      try {
        var ended = new ExecutorCompletionService<V>(executor);
        var started = new LinkedHashMap<K, Future<V>>();
        tasks.forEach((key, task) -> started.put(key, ended.submit(task)));
        for (int i = 0; i < started.size(); i++) {
          ended.take().get();
        }
        var results = new LinkedHashMap<K, V>();
        started.forEach((key, task) -> results.put(key, task.resultNow()));
        return results;
      } catch (ExecutionException failed) {
        throw unchecked(failed);
      } finally {
        executor.shutdownNow();
      }
    }
  }

  private static RuntimeException unchecked(ExecutionException failed) {
    if (failed.getCause() instanceof Error error) {
      throw error;
    }
    return failed.getCause() instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException("a task ended", failed.getCause());
  }
}
