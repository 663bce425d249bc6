package dev.homeroom.server.sync.change;

import static dev.homeroom.server.db.generated.Tables.SHARE_CHANGES;

import dev.homeroom.server.db.RosterPieces;
import dev.homeroom.server.sharing.ShareKind;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jooq.DSLContext;

/**
 * How many records of each kind a run brings into the share, and takes from it.
 *
 * @param added kinds without any may be missing
 * @param removed so here
 */
record ShareMoves(Map<ShareKind, Long> added, Map<ShareKind, Long> removed) {
  /** Counts what the table of changes holds now. Asked before the changes are carried out. */
  static ShareMoves count(
      DSLContext transaction, RosterPieces pieces, Map<RosterType, Effect> effects) {
    var moves = new ShareMoves(new EnumMap<>(ShareKind.class), new EnumMap<>(ShareKind.class));
    effects.forEach((type, effect) -> moves.add(transaction, pieces, type, effect));
    return moves;
  }

  private void add(DSLContext transaction, RosterPieces pieces, RosterType type, Effect effect) {
    long come = effect.created() + effect.restored();
    if (type != RosterType.USER) {
      added.put(ShareKind.valueOf(type.name()), come);
      removed.put(ShareKind.valueOf(type.name()), effect.archived());
      return;
    }
    if (come > 0) {
      pieces.movedUsers(transaction, true).forEach((role, users) -> added.put(kind(role), users));
    }
    if (effect.archived() > 0) {
      pieces
          .movedUsers(transaction, false)
          .forEach((role, users) -> removed.put(kind(role), users));
    }
  }

  private static ShareKind kind(String role) {
    return ShareKind.valueOf(role.toUpperCase(Locale.ROOT));
  }

  /** Writes down the kinds of which any moved, for the revision that does it. */
  void write(DSLContext transaction, int district, long revision) {
    for (var kind : ShareKind.values()) {
      long come = added.getOrDefault(kind, 0L);
      long go = removed.getOrDefault(kind, 0L);
      if (come + go > 0) {
        transaction
            .insertInto(SHARE_CHANGES)
            .set(SHARE_CHANGES.DISTRICT, district)
            .set(SHARE_CHANGES.REVISION, revision)
            .set(SHARE_CHANGES.KIND, kind.name())
            .set(SHARE_CHANGES.ADDED, come)
            .set(SHARE_CHANGES.REMOVED, go)
            .execute();
      }
    }
  }
}
