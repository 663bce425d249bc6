package dev.homeroom.server.sync.change;

/** How much of the district the staging speaks for. */
public sealed interface Coverage {
  /** All of it: a live record that is not staged is gone. */
  record Whole() implements Coverage {}

  /**
   * The records that are staged, and those that {@link Staging#gone} names as gone: every other
   * live record stays as it is.
   */
  record Named() implements Coverage {}
}
