package dev.homeroom.server.sharing;

import static dev.homeroom.server.db.generated.Tables.DISTRICT_DECLARATIONS;

import dev.homeroom.server.db.generated.tables.records.DistrictDeclarationsRecord;
import dev.homeroom.v1.Sharing;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.ResultQuery;

/** Reads declared shares from the database. */
public final class DeclaredShares {
  private DeclaredShares() {}

  /**
   * Returns the share in a declaration; empty if a newer release declared it in words that this one
   * does not know.
   */
  public static Optional<DeclaredShare> find(DistrictDeclarationsRecord declared) {
    return declared.getSharing() == null
        ? SharingMessages.find(declared.getSharingType())
        : SharingMessages.find(declared.getSharing());
  }

  /**
   * Returns the share in a declaration.
   *
   * @throws dev.homeroom.server.rpc.RefusedException if a newer release declared it
   */
  public static DeclaredShare of(DistrictDeclarationsRecord declared) {
    return find(declared).orElseThrow(SharingRefusals::ofNewerRelease);
  }

  /**
   * Returns the share in a declaration, as far as this release knows it; the rest is unspecified.
   */
  public static Sharing shown(DistrictDeclarationsRecord declared) {
    return declared.getSharing() == null
        ? SharingMessages.shown(declared.getSharingType())
        : SharingMessages.shown(declared.getSharing());
  }

  /** Returns whether this release knows the whole share that a district's syncs use. */
  public static boolean known(DSLContext sql, int district) {
    var declared = declaration(sql, district).fetchOptional();
    var confirmed = ConfirmedShare.row(sql, district);
    return declared.map(row -> find(row).isPresent()).orElse(true)
        && confirmed.map(row -> SharingMessages.find(row.getSharing()).isPresent()).orElse(true);
  }

  /**
   * The share that syncs use: the declared one, or the confirmed one if that does not allow the
   * declared one. A sync reads it again in the transaction that applies its changes, and compares
   * the roster again if the {@link DeclaredShare#fingerprint} has changed.
   *
   * @param district the district's number; the district must be declared
   * @throws dev.homeroom.server.rpc.RefusedException if a newer release declared or confirmed it
   */
  public static DeclaredShare effective(DSLContext sql, int district) {
    var declared = of(declaration(sql, district).fetchSingle());
    return ConfirmedShare.find(sql, district)
        .map(confirmed -> confirmed.effective(sql, declared))
        .orElse(declared);
  }

  private static ResultQuery<DistrictDeclarationsRecord> declaration(DSLContext sql, int district) {
    return sql.selectFrom(DISTRICT_DECLARATIONS).where(DISTRICT_DECLARATIONS.DISTRICT.eq(district));
  }
}
