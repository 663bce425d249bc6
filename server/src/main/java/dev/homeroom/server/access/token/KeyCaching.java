package dev.homeroom.server.access.token;

import java.time.Duration;

/**
 * The durations for which an issuer's keys and verified signatures are used.
 *
 * @param lifetime the age at which keys are fetched again, in the background
 * @param pause the least time between two fetches for unknown keys
 * @param retry the least time between two other fetches after one failed
 * @param outage how long keys are used while no fetch succeeds; after it no token is accepted
 * @param belief how long the signature of a token is not checked again; a key that its issuer
 *     withdraws may be accepted for this much longer than until the next fetch
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
