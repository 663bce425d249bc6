package dev.homeroom.clever.http;

import java.time.Duration;

/** Waits. Tests replace it to control time. */
@FunctionalInterface
public interface Sleeper {

  /** Returns when the time has passed, or throws as soon as the thread is interrupted. */
  void sleep(Duration duration) throws InterruptedException;
}
