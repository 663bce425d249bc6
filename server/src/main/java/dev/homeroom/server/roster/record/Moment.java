package dev.homeroom.server.roster.record;

import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import org.jooq.DSLContext;

/**
 * A moment of one district's roster; everything read with it is of its revision.
 *
 * @param db one snapshot of the database
 * @param scope the tables of the district that the caller may see
 * @param revision the revision to read at
 * @param newest the district's newest revision in the snapshot
 */
public record Moment(DSLContext db, Scope.InDistrict scope, long revision, long newest) {
  /** The district of the roster. */
  public CleverId district() {
    return scope.district().id();
  }

  /** Returns whether there is a newer revision, so that rows of the history count too. */
  public boolean past() {
    return revision < newest;
  }

  /** The span from an earlier revision to this moment; 0 stands for before the first revision. */
  public RevisionSpan since(long earlier) {
    return new RevisionSpan(this, earlier);
  }
}
