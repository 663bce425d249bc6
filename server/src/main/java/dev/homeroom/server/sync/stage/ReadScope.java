package dev.homeroom.server.sync.stage;

/** The part of the district that the staged rows describe. */
public sealed interface ReadScope {
  /** The whole district: a live record that is not staged is gone. */
  record Whole() implements ReadScope {}

  /**
   * Only the records that are staged, and those that {@link Staging#gone} lists as gone; every
   * other live record stays as it is.
   */
  record Named() implements ReadScope {}
}
