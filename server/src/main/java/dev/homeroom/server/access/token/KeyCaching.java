package dev.homeroom.server.access.token;

import java.time.Duration;

/**
 * How long an issuer's keys are used before they are fetched again.
 *
 * @param lifetime after which they are fetched again, behind the calls that use them
 * @param pause the least time between two fetches that unknown keys cause
 * @param retry the least time between two other fetches, when one failed
 * @param outage how long keys are used while no fetch succeeds; then no token is believed
 */
public record KeyCaching(Duration lifetime, Duration pause, Duration retry, Duration outage) {
  /** Five minutes, one minute, five seconds, a day. */
  public static final KeyCaching USUAL =
      new KeyCaching(
          Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofSeconds(5), Duration.ofDays(1));
}
