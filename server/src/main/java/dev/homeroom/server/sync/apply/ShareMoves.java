package dev.homeroom.server.sync.apply;

import static dev.homeroom.server.db.generated.Tables.SHARE_CHANGES;

import dev.homeroom.server.record.ChangePart;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.sharing.ShareKind;
import dev.homeroom.server.sync.stage.StatementTemplate;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jooq.DSLContext;

/**
 * The number of records of each kind that a run adds to the share and removes from it.
 *
 * @param added kinds without any may be missing
 * @param removed kinds without any may be missing
 */
record ShareMoves(Map<ShareKind, Long> added, Map<ShareKind, Long> removed) {
  /**
   * Counts the changes as their table holds them now. Call it before the changes are carried out.
   */
  static ShareMoves count(
      DSLContext transaction, StatementTemplate names, Map<RosterType, TypeChangeCounts> effects) {
    var moves = new ShareMoves(new EnumMap<>(ShareKind.class), new EnumMap<>(ShareKind.class));
    effects.forEach((type, effect) -> moves.add(transaction, names, type, effect));
    return moves;
  }

  private void add(
      DSLContext transaction, StatementTemplate names, RosterType type, TypeChangeCounts effect) {
    long come = effect.created() + effect.restored();
    if (type != RosterType.USER) {
      added.put(ShareKind.valueOf(type.name()), come);
      removed.put(ShareKind.valueOf(type.name()), effect.archived());
      return;
    }
    if (come > 0) {
      MoveCountSql.movedUsers(transaction, names, true)
          .forEach((role, users) -> added.put(kind(role), users));
    }
    if (effect.archived() > 0) {
      MoveCountSql.movedUsers(transaction, names, false)
          .forEach((role, users) -> removed.put(kind(role), users));
    }
  }

  private static ShareKind kind(ChangePart role) {
    return ShareKind.valueOf(role.word().toUpperCase(Locale.ROOT));
  }

  /** Writes the kinds with any change, for the revision that makes it. */
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
