package dev.homeroom.server.sharing.decision;

import static dev.homeroom.server.db.generated.Tables.CONFIRMED_SHARINGS;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.generated.tables.records.DistrictDeclarationsRecord;
import dev.homeroom.server.rpc.ResourceRefusals;
import dev.homeroom.server.sharing.ComputedShare;
import dev.homeroom.server.sharing.ConfirmedShare;
import dev.homeroom.server.sharing.DeclaredShare;
import dev.homeroom.server.sharing.DeclaredShares;
import dev.homeroom.server.sharing.PinnedSections;
import dev.homeroom.server.sharing.SharingMessages;
import dev.homeroom.server.sharing.SharingRefusals;
import java.util.HexFormat;
import java.util.SortedSet;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Confirms the share of a district, which is frozen from then on. */
public final class ShareConfirmation {
  private static final Logger log = LoggerFactory.getLogger(ShareConfirmation.class);

  private ShareConfirmation() {}

  /**
   * The share that a reviewer has looked at.
   *
   * @param digest of the share, 64 hexadecimal digits
   */
  public record Seen(long revision, String digest) {}

  /**
   * Refuses a decision over another share than the one that the last sync computed for the
   * declaration.
   */
  public static void requireComputed(
      DSLContext transaction,
      DistrictKey district,
      DistrictDeclarationsRecord declaration,
      Seen seen) {
    requireDigest(
        district, requireComputed(transaction, district, DeclaredShares.of(declaration)), seen);
  }

  private static ComputedShare requireComputed(
      DSLContext transaction, DistrictKey district, DeclaredShare declared) {
    return ComputedShare.of(transaction, district.number(), declared)
        .orElseThrow(() -> SharingRefusals.shareNotComputed(district.id()));
  }

  /** Confirms the share that a reviewer has looked at. */
  static void byReviewer(
      DSLContext transaction, DistrictKey district, Seen seen, DecisionRequest asked) {
    var declaration = SharingLocks.requireDeclaration(transaction, district);
    var declared = DeclaredShares.of(declaration);
    long newest = SharingLocks.roster(transaction, district);
    if (asked.earlier(transaction, district).isPresent()) {
      return;
    }
    var confirmed = ConfirmedShare.lock(transaction, district.number());
    if (confirmed.isPresent()) {
      requireSame(transaction, district, confirmed.get(), declared, seen);
    } else {
      var computed = requireComputed(transaction, district, declared);
      if (seen.revision() > newest) {
        throw ResourceRefusals.revisionInFuture(district.id(), newest);
      }
      requireDigest(district, computed, seen);
      var sections = PinnedSections.from(transaction, district.number(), declared);
      PinnedSections.requireFew(district, sections);
      write(
          transaction,
          district,
          SharingOwner.of(declaration),
          declared,
          computed,
          asked.person(),
          asked.reason(),
          sections);
    }
    asked.carriedOut(transaction, district, null);
  }

  /**
   * Confirms the share if the declaration says that the server confirms it and a sync has computed
   * it. Otherwise does nothing.
   */
  public static void byDeclaration(DSLContext transaction, DistrictKey district) {
    var declaration = SharingLocks.declaration(transaction, district);
    if (declaration.isEmpty() || !declaration.get().getConfirmation().equals("AUTOMATIC")) {
      return;
    }
    SharingLocks.roster(transaction, district);
    var declared = DeclaredShares.of(declaration.get());
    var computed = ComputedShare.of(transaction, district.number(), declared);
    if (computed.isEmpty() || ConfirmedShare.lock(transaction, district.number()).isPresent()) {
      return;
    }
    var sections = PinnedSections.from(transaction, district.number(), declared);
    if (sections.size() > PinnedSections.MOST) {
      log.atWarn()
          .addKeyValue("district", district.id())
          .addKeyValue("sections", sections.size())
          .log("a share is not confirmed: it covers more sections than a district can choose");
      return;
    }
    write(
        transaction,
        district,
        SharingOwner.of(declaration.get()),
        declared,
        computed.get(),
        "",
        "",
        sections);
  }

  private static void requireSame(
      DSLContext transaction,
      DistrictKey district,
      ConfirmedShare confirmed,
      DeclaredShare declared,
      Seen seen) {
    if (HexFormat.of().formatHex(confirmed.row().getDigest()).equals(seen.digest())) {
      return;
    }
    if (!confirmed.is(declared)) {
      throw SharingRefusals.frozen(district.id());
    }
    ComputedShare.find(transaction, district.number())
        .ifPresent(computed -> requireDigest(district, computed, seen));
  }

  private static void requireDigest(DistrictKey district, ComputedShare computed, Seen seen) {
    if (!computed.digest().equals(seen.digest())) {
      throw SharingRefusals.digestMismatch(district.id(), computed.digest());
    }
  }

  private static void write(
      DSLContext transaction,
      DistrictKey district,
      SharingOwner owner,
      DeclaredShare share,
      ComputedShare computed,
      String person,
      String reason,
      SortedSet<CleverId> sections) {
    transaction
        .insertInto(CONFIRMED_SHARINGS)
        .set(CONFIRMED_SHARINGS.DISTRICT, district.number())
        .set(CONFIRMED_SHARINGS.SHARING, SharingMessages.json(share))
        .set(CONFIRMED_SHARINGS.REVISION, computed.revision())
        .set(CONFIRMED_SHARINGS.DIGEST, HexFormat.of().parseHex(computed.digest()))
        .set(CONFIRMED_SHARINGS.CONFIRMED_AT, currentOffsetDateTime())
        .set(CONFIRMED_SHARINGS.CONFIRMED_BY, person)
        .set(CONFIRMED_SHARINGS.OWNER_CLUSTER, owner.cluster())
        .set(CONFIRMED_SHARINGS.OWNER_NAMESPACE, owner.namespace())
        .set(CONFIRMED_SHARINGS.OWNER_CALLER, owner.caller())
        .execute();
    PinnedSections.write(transaction, district.number(), sections);
    SharingDecisions.confirmed(transaction, district, share, computed, person, reason);
  }
}
