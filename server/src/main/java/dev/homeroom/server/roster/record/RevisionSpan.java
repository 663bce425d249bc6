package dev.homeroom.server.roster.record;

import org.jooq.DSLContext;

/**
 * Two revisions of one district, for comparison.
 *
 * @param end the later one, with the snapshot in which both are read
 * @param from the earlier one; 0: before the first revision, when there were no records
 */
public record RevisionSpan(Moment end, long from) {
  /** Refuses an end before the start. */
  public RevisionSpan {
    if (from < 0 || from > end.revision()) {
      throw new IllegalArgumentException("a span goes from an earlier revision to a later one");
    }
  }

  /** The later revision. */
  public long to() {
    return end.revision();
  }

  /** The snapshot. */
  public DSLContext db() {
    return end.db();
  }
}
