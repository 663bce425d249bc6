package dev.homeroom.bench.imports;

import dev.homeroom.bench.BenchException;
import dev.homeroom.clever.http.CleverClient;
import dev.homeroom.clever.http.CleverConfig;
import dev.homeroom.clever.http.CleverToken;
import dev.homeroom.clever.http.CleverVersion;
import dev.homeroom.clever.record.CleverRecord;
import dev.homeroom.clever.record.RecordType;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads Clever alone: every page of every type, as an import reads them, without keeping anything.
 */
final class CleverWalk {

  private static final int PAGE = 1000;

  private CleverWalk() {}

  /** Reads everything and returns the time that it took. */
  static Duration run(String cleverUrl, String token) throws InterruptedException {
    var url = URI.create(cleverUrl);
    var records = new AtomicLong();
    long start = System.nanoTime();
    try (var clever = new CleverClient(CleverConfig.of(url, url, CleverVersion.V3_1, null));
        var walks = Executors.newVirtualThreadPerTaskExecutor()) {
      var running =
          RecordType.ALL.stream()
              .map(type -> walks.submit(() -> walk(clever, CleverToken.of(token), type, records)))
              .toList();
      for (var walk : running) {
        walk.get();
      }
    } catch (ExecutionException e) {
      throw new BenchException("reading Clever failed: " + e.getCause());
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static <T extends CleverRecord> long walk(
      CleverClient clever, CleverToken token, RecordType<T> type, AtomicLong records)
      throws InterruptedException {
    clever.walk(token, type, PAGE, page -> records.addAndGet(page.records().size()));
    return records.get();
  }
}
