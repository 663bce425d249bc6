package dev.homeroom.server.sharing;

import static dev.homeroom.server.db.generated.Tables.DISTRICT_DECLARATIONS;

import dev.homeroom.server.db.generated.tables.records.DistrictDeclarationsRecord;
import org.jooq.DSLContext;

/** Reads declared shares from the database. */
public final class DeclaredShares {
  private DeclaredShares() {}

  /** The share that a declaration names. */
  public static DeclaredShare of(DistrictDeclarationsRecord declared) {
    return declared.getSharing() == null
        ? SharingMessages.share(declared.getSharingType())
        : SharingMessages.share(declared.getSharing());
  }

  /**
   * The share that syncs go by: what is declared; what was confirmed where that does not allow it.
   * A sync that applies what it compared asks again in its transaction, and compares anew where the
   * {@link DeclaredShare#fingerprint} is another.
   *
   * @param district the district's number; it has to be declared
   */
  public static DeclaredShare effective(DSLContext sql, int district) {
    var declared =
        of(
            sql.selectFrom(DISTRICT_DECLARATIONS)
                .where(DISTRICT_DECLARATIONS.DISTRICT.eq(district))
                .fetchSingle());
    return ConfirmedShare.find(sql, district)
        .map(confirmed -> confirmed.effective(sql, declared))
        .orElse(declared);
  }
}
