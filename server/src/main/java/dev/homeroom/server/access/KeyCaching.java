package dev.homeroom.server.access;

import java.time.Duration;

/**
 * How long an issuer's keys are used before they are fetched again.
 *
 * @param lifetime after which they are fetched again; while that fails, the last ones go on
 * @param shortestInterval the least time between two fetches that unknown keys cause
 */
public record KeyCaching(Duration lifetime, Duration shortestInterval) {
  /** Five minutes, and five seconds. */
  public static final KeyCaching USUAL =
      new KeyCaching(Duration.ofMinutes(5), Duration.ofSeconds(5));
}
