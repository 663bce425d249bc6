package dev.homeroom.server.roster.record;

import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import org.jooq.DSLContext;

/**
 * A moment of one district's roster: whatever is read with it is of its revision.
 *
 * @param db one snapshot of the database
 * @param scope what the caller may see of the district
 * @param revision the revision to read at
 * @param newest the district's newest revision in the snapshot
 */
public record Moment(DSLContext db, Scope.InDistrict scope, long revision, long newest) {
  /** Whose roster it is. */
  public CleverId district() {
    return scope.district().id();
  }

  /** Whether there is a newer revision, so that former rows may be true. */
  public boolean past() {
    return revision < newest;
  }

  /** What lies between an earlier revision, or 0 for nothing at all, and this moment. */
  public Span since(long earlier) {
    return new Span(this, earlier);
  }
}
