package dev.homeroom.server.access;

/**
 * How much one caller may ask of one server. Each server counts for itself.
 *
 * @param callsAtOnce calls that have one answer, under way at the same time
 * @param streamsAtOnce calls whose answers stream, under way at the same time
 * @param callsPerMinute calls of both kinds that begin within a minute; so many may come at once,
 *     and are granted again evenly over the minute
 */
public record Limits(int callsAtOnce, int streamsAtOnce, int callsPerMinute) {
  /** What holds where nothing else is said. */
  public static final Limits USUAL = new Limits(100, 200, 60_000);
}
