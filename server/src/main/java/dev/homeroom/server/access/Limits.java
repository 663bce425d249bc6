package dev.homeroom.server.access;

/**
 * The limits of one caller on one server. Each server counts for itself.
 *
 * @param callsAtOnce the largest number of calls with one answer in progress at the same time
 * @param streamsAtOnce the largest number of streaming calls in progress at the same time
 * @param callsPerMinute the largest number of calls of both kinds that may begin within a minute;
 *     all of them may come at once, and the budget refills evenly over the minute
 */
public record Limits(int callsAtOnce, int streamsAtOnce, int callsPerMinute) {
  /** The default limits. */
  public static final Limits USUAL = new Limits(100, 200, 60_000);
}
