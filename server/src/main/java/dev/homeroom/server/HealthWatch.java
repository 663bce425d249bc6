package dev.homeroom.server;

import dev.homeroom.server.db.Database;
import dev.homeroom.server.file.FileHealth;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports the health of every service, which is that of the database, and the health of files. */
final class HealthWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HealthWatch.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Database database;
  private final HealthStatusManager health;
  private final List<String> services;
  private final FileHealth files;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final Thread thread;

  HealthWatch(
      Database database, HealthStatusManager health, List<String> services, FileHealth files) {
    this.database = database;
    this.health = health;
    this.services = services;
    this.files = files;
    report(ServingStatus.NOT_SERVING);
    var _ =
        database
            .migrated()
            .whenComplete((done, failure) -> {
              if (failure != null) {
                ready.completeExceptionally(failure);
              }
            });
    this.thread = Thread.ofVirtual().name("health").start(this::watch);
  }

  CompletableFuture<Void> ready() {
    return ready.copy();
  }

  /** Reports from now on that no service answers. */
  @Override
  public void close() {
    thread.interrupt();
    health.enterTerminalState();
  }

  private void watch() {
    var serving = false;
    while (!Thread.currentThread().isInterrupted()) {
      var answers = database.answers();
      if (answers != serving) {
        serving = answers;
        report(answers ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
        log.atInfo().addKeyValue("serving", answers).log("the server's health changed");
      }
      if (answers) {
        ready.complete(null);
      }
      files.report(health::setStatus);
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
      } catch (InterruptedException closed) {
        return;
      }
    }
  }

  private void report(ServingStatus status) {
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    services.forEach(service -> health.setStatus(service, status));
  }
}
