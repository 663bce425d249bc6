package dev.homeroom.server.access.token;

import java.time.Duration;

/**
 * How long an issuer's keys are used before they are fetched again, and what they have proven.
 *
 * @param lifetime after which they are fetched again, behind the calls that use them
 * @param pause the least time between two fetches that unknown keys cause
 * @param retry the least time between two other fetches, when one failed
 * @param outage how long keys are used while no fetch succeeds; then no token is believed
 * @param belief how long the signature of a token is not checked again, so that a key which its
 *     issuer withdraws may be believed for this much longer than until the keys are fetched again
 */
public record KeyCaching(
    Duration lifetime, Duration pause, Duration retry, Duration outage, Duration belief) {
  /** Five minutes, one minute, five seconds, a day, one minute. */
  public static final KeyCaching USUAL =
      new KeyCaching(
          Duration.ofMinutes(5),
          Duration.ofMinutes(1),
          Duration.ofSeconds(5),
          Duration.ofDays(1),
          Duration.ofMinutes(1));
}
