package dev.homeroom.bench.query;

import dev.homeroom.bench.BenchException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs several callers in parallel; each asks one question after the other.
 *
 * @param callers the number of callers
 * @param names the names that they ask about, at random
 * @param length the duration
 */
record QueryLoad(int callers, List<String> names, Duration length) {
  /** Asks about one name. */
  @FunctionalInterface
  interface Question {
    void ask(String name) throws Exception;
  }

  /** Opens a caller for each thread. */
  @FunctionalInterface
  interface Asker {
    Question open() throws Exception;
  }

  /** Runs all callers and returns their answers per second. */
  double run(Asker asker) throws InterruptedException {
    try (var threads = Executors.newFixedThreadPool(callers)) {
      var counts = new ArrayList<Future<Long>>();
      long end = System.nanoTime() + length.toNanos();
      for (int i = 0; i < callers; i++) {
        counts.add(threads.submit(caller(asker, i, end)));
      }
      long answers = 0;
      for (var count : counts) {
        answers += count.get();
      }
      return answers / (length.toNanos() / 1e9);
    } catch (ExecutionException failure) {
      throw new BenchException("a question was not answered: " + failure.getCause());
    }
  }

  private Callable<Long> caller(Asker asker, int seed, long end) {
    return () -> {
      var question = asker.open();
      var random = new SplittableRandom(seed);
      long answers = 0;
      while (System.nanoTime() < end) {
        question.ask(names.get(random.nextInt(names.size())));
        answers++;
      }
      return answers;
    };
  }
}
