package dev.homeroom.cli.home;

import org.jspecify.annotations.Nullable;

/**
 * The settings that a data directory keeps from run to run.
 *
 * @param format the format of the directory; another one is refused
 * @param postgres the major version of the Postgres whose data it holds
 * @param students the size of the sandbox's district, null for the demo district
 * @param seed the seed of the sandbox's district
 * @param ports the ports of the last run, null before the first
 */
public record Settings(
    int format,
    String postgres,
    @Nullable Integer students,
    long seed,
    @Nullable PortNumbers ports) {
  /** The format that this version reads and writes. */
  public static final int FORMAT = 1;
}
