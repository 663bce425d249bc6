package dev.homeroom.cli.home;

import org.jspecify.annotations.Nullable;

/**
 * What a data directory remembers from run to run.
 *
 * @param format the form of the directory; another one is refused
 * @param postgres the major version of the Postgres whose data it holds
 * @param students the size of the sandbox's district, null for the demo district
 * @param seed the seed of the sandbox's district
 * @param ports where the last run served, null before the first
 */
public record Settings(
    int format,
    String postgres,
    @Nullable Integer students,
    long seed,
    @Nullable PortNumbers ports) {
  /** The form that this version reads and writes. */
  public static final int FORMAT = 1;
}
