package dev.homeroom.server.sharing.decision;

import static dev.homeroom.server.db.generated.Tables.SHARING_DECISIONS;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.Signals;
import dev.homeroom.server.db.generated.tables.records.SharingDecisionsRecord;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.server.rpc.ProtoTimestamps;
import dev.homeroom.server.sharing.ComputedShare;
import dev.homeroom.server.sharing.DeclaredShare;
import dev.homeroom.server.sharing.SharingMessages;
import dev.homeroom.v1.SharingDecision;
import dev.homeroom.v1.SharingDecisionKind;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.InsertSetMoreStep;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records who decided what about the sharing of districts, when and why. */
final class SharingDecisions {
  private static final Logger log = LoggerFactory.getLogger(SharingDecisions.class);

  private SharingDecisions() {}

  /**
   * A decision with its number in the order.
   *
   * @param number grows with time
   */
  record Numbered(long number, SharingDecision decision) {}

  /** Records that a share was confirmed. */
  static void confirmed(
      DSLContext transaction,
      DistrictKey district,
      DeclaredShare share,
      ComputedShare computed,
      String person,
      String reason) {
    begin(transaction, district, "CONFIRMED", share, person, reason)
        .set(SHARING_DECISIONS.REVISION, computed.revision())
        .set(SHARING_DECISIONS.DIGEST, HexFormat.of().parseHex(computed.digest()))
        .execute();
    publish(transaction, district, "what a district shares was confirmed");
  }

  /** Records that this number of sections was adopted. */
  static void adopted(
      DSLContext transaction,
      DistrictKey district,
      DeclaredShare share,
      long sections,
      String person,
      String reason) {
    begin(transaction, district, "SECTIONS_ADOPTED", share, person, reason)
        .set(SHARING_DECISIONS.ADOPTED_SECTIONS, sections)
        .execute();
    publish(transaction, district, "sections were adopted");
  }

  /** Records that a change to this share was approved. */
  static void approved(
      DSLContext transaction,
      DistrictKey district,
      DeclaredShare to,
      String person,
      String reason) {
    begin(transaction, district, "CHANGE_APPROVED", to, person, reason).execute();
    publish(transaction, district, "a change of sharing was approved");
  }

  /** Records that an approved change was declared. */
  static void declared(
      DSLContext transaction,
      DistrictKey district,
      DeclaredShare to,
      String person,
      String reason) {
    begin(transaction, district, "CHANGE_DECLARED", to, person, reason).execute();
    publish(transaction, district, "an approved change of sharing was declared");
  }

  /** Records that a new owner ended the confirmation for another owner. */
  static void ownerChanged(
      DSLContext transaction, DistrictKey district, DeclaredShare ended, String person) {
    begin(transaction, district, "OWNER_CHANGED", ended, person, "").execute();
    publish(transaction, district, "a new owner is not held to what was confirmed");
  }

  /** The district's decisions below a number, newest first. */
  static List<Numbered> list(
      DSLContext sql, DistrictKey district, Optional<Long> below, int limit) {
    return sql.selectFrom(SHARING_DECISIONS)
        .where(SHARING_DECISIONS.DISTRICT.eq(district.number()))
        .and(below.map(SHARING_DECISIONS.DECISION::lt).orElseGet(DSL::noCondition))
        .orderBy(SHARING_DECISIONS.DECISION.desc())
        .limit(limit)
        .fetch(row -> new Numbered(row.getDecision(), message(row)));
  }

  private static InsertSetMoreStep<SharingDecisionsRecord> begin(
      DSLContext transaction,
      DistrictKey district,
      String kind,
      DeclaredShare share,
      String person,
      String reason) {
    return transaction
        .insertInto(SHARING_DECISIONS)
        .set(SHARING_DECISIONS.DISTRICT, district.number())
        .set(SHARING_DECISIONS.KIND, kind)
        .set(SHARING_DECISIONS.DECIDED_AT, currentOffsetDateTime())
        .set(SHARING_DECISIONS.DECIDED_BY, person)
        .set(SHARING_DECISIONS.REASON, reason)
        .set(SHARING_DECISIONS.SHARING, SharingMessages.json(share));
  }

  private static void publish(DSLContext transaction, DistrictKey district, String what) {
    Signals.send(transaction, Signals.Channel.DISTRICT, district.id().toString());
    log.atInfo().addKeyValue("district", district.id()).log(what);
  }

  private static SharingDecision message(SharingDecisionsRecord row) {
    return SharingDecision.newBuilder()
        .setKind(EnumWords.of(SharingDecisionKind.class, row.getKind()))
        .setTime(ProtoTimestamps.of(row.getDecidedAt()))
        .setDecidedBy(row.getDecidedBy())
        .setReason(row.getReason())
        .setSharing(SharingMessages.shown(row.getSharing()))
        .setAdoptedSections(row.getAdoptedSections())
        .setRevision(row.getRevision())
        .setShareDigest(row.getDigest() == null ? "" : HexFormat.of().formatHex(row.getDigest()))
        .build();
  }
}
