package dev.homeroom.server.access.token;

/**
 * How many bearer tokens Clever is asked for on behalf of one address, by each server.
 *
 * @param atOnce look-ups under way at the same time, 1 to {@link #MOST_AT_ONCE}; more wait
 * @param refusedPerMinute tokens that Clever refuses, 1 to {@link #MOST_REFUSED}; so many may come
 *     at once, and are granted again evenly over the minute
 */
public record LookupLimits(int atOnce, int refusedPerMinute) {
  /** Look-ups under way at the same time, of all addresses. */
  public static final int MOST_AT_ONCE = 64;

  /** The largest number of refused tokens a minute that can be granted. */
  public static final int MOST_REFUSED = 1_000_000;

  /** The limits where access.yaml sets none. */
  public static final LookupLimits USUAL = new LookupLimits(8, 60);
}
