package dev.homeroom.cli.runtime;

import dev.homeroom.cli.console.CommandFailure;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs tasks in parallel; the first failure interrupts the others. */
public final class TaskGroup implements AutoCloseable {
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final CompletionService<Boolean> finished = new ExecutorCompletionService<>(executor);
  private int open;

  /** Starts a task; its result is available after {@link #join}. */
  public <T> Future<T> fork(Callable<T> task) {
    var result = new CompletableFuture<T>();
    finished.submit(() -> {
      result.complete(task.call());
      return true;
    });
    open++;
    return result;
  }

  /** Waits for every task, or throws the first failure. */
  public void join() throws IOException, InterruptedException {
    try {
      for (; open > 0; open--) {
        finished.take().get();
      }
    } catch (ExecutionException e) {
      executor.shutdownNow();
      switch (e.getCause()) {
        case CommandFailure refusal -> throw refusal;
        case IOException failure -> throw failure;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  @Override
  public void close() {
    executor.close();
  }
}
