package dev.homeroom.server.sharing;

import static dev.homeroom.server.db.generated.Tables.CONFIRMED_SHARINGS;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.DistrictSet;
import dev.homeroom.server.db.generated.tables.records.ConfirmedSharingsRecord;
import dev.homeroom.server.sharing.DeclaredShare.Pinned;
import dev.homeroom.server.sharing.DeclaredShare.Sections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.jooq.DSLContext;

/**
 * The confirmed share of a district, which limits every later declaration. It outlives the
 * declaration.
 *
 * @param share as it was confirmed, or as the last approved change since then made it
 */
public record ConfirmedShare(DeclaredShare share, ConfirmedSharingsRecord row) {
  /**
   * Returns the confirmed share of a district.
   *
   * @throws dev.homeroom.server.rpc.RefusedException where a newer release confirmed it
   */
  static Optional<ConfirmedShare> find(DSLContext sql, int district) {
    return row(sql, district).map(ConfirmedShare::of);
  }

  /** The stored form, perhaps in words of a newer release. */
  static Optional<ConfirmedSharingsRecord> row(DSLContext sql, int district) {
    return sql.selectFrom(CONFIRMED_SHARINGS)
        .where(CONFIRMED_SHARINGS.DISTRICT.eq(district))
        .fetchOptional();
  }

  /** The stored forms of those districts that have one. */
  public static Map<DistrictKey, ConfirmedSharingsRecord> rows(
      DSLContext sql, DistrictSet districts) {
    return sql.selectFrom(CONFIRMED_SHARINGS)
        .where(districts.matches(CONFIRMED_SHARINGS.DISTRICT))
        .fetchMap(row -> districts.key(row.getDistrict()));
  }

  /** Finds and locks it, so that nobody else can change it before the transaction ends. */
  public static Optional<ConfirmedShare> lock(DSLContext transaction, int district) {
    return transaction
        .selectFrom(CONFIRMED_SHARINGS)
        .where(CONFIRMED_SHARINGS.DISTRICT.eq(district))
        .forUpdate()
        .fetchOptional(ConfirmedShare::of);
  }

  private static ConfirmedShare of(ConfirmedSharingsRecord row) {
    return new ConfirmedShare(SharingMessages.share(row.getSharing()), row);
  }

  public boolean is(DeclaredShare other) {
    return share.canonical().equals(other.canonical());
  }

  /**
   * Returns whether a share may be declared: the same one, or other sections that include all
   * sections that are pinned and live.
   */
  public boolean allows(DSLContext sql, DeclaredShare declared) {
    return allows(declared, () -> PinnedSections.live(sql, row.getDistrict()));
  }

  /**
   * Returns whether a share may be declared.
   *
   * @param live gives the sections that are pinned and live
   */
  public boolean allows(DeclaredShare declared, Supplier<SortedSet<CleverId>> live) {
    return is(declared)
        || (share instanceof Sections held
            && declared instanceof Sections other
            && other.includeAllStaff() == held.includeAllStaff()
            && other.onUndeclared() == held.onUndeclared()
            && other.sections().containsAll(live.get()));
  }

  /** The share that syncs use while this one is declared. */
  DeclaredShare effective(DSLContext sql, DeclaredShare declared) {
    var share = allows(sql, declared) ? declared : this.share;
    return share instanceof Pinned pinned
        ? new Pinned(
            Optional.of(PinnedSections.of(sql, row.getDistrict())),
            pinned.includeAllStaff(),
            pinned.onUndeclared())
        : share;
  }
}
