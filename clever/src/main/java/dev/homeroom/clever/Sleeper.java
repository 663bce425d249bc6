package dev.homeroom.clever;

import java.time.Duration;

/** Waits; the seam by which tests let time pass. */
@FunctionalInterface
public interface Sleeper {

  /** Returns when the time has passed, or throws as soon as the thread is interrupted. */
  void sleep(Duration duration) throws InterruptedException;
}
