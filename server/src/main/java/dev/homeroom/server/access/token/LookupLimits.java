package dev.homeroom.server.access.token;

/**
 * The limits for one address on the bearer tokens that one server looks up at Clever.
 *
 * @param atOnce look-ups in progress at the same time, 1 to {@link #MOST_AT_ONCE}; more wait
 * @param refusedPerMinute tokens that Clever refuses, 1 to {@link #MOST_REFUSED}; all of them may
 *     come at once, and the budget refills evenly over the minute
 */
public record LookupLimits(int atOnce, int refusedPerMinute) {
  /** The largest number of look-ups in progress at the same time, over all addresses. */
  public static final int MOST_AT_ONCE = 64;

  /** The largest limit of refused tokens per minute. */
  public static final int MOST_REFUSED = 1_000_000;

  /** The default limits. */
  public static final LookupLimits USUAL = new LookupLimits(8, 60);
}
