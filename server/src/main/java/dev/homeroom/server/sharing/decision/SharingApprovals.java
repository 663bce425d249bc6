package dev.homeroom.server.sharing.decision;

import static dev.homeroom.server.db.generated.Tables.SHARING_APPROVALS;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.DistrictSet;
import dev.homeroom.server.db.generated.tables.records.SharingApprovalsRecord;
import dev.homeroom.server.rpc.ProtoTimestamps;
import dev.homeroom.server.sharing.DeclaredShare;
import dev.homeroom.server.sharing.SharingMessages;
import dev.homeroom.v1.SharingChangeApproval;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/** Reads and writes approved changes of confirmed shares; at most one per district is open. */
final class SharingApprovals {
  private SharingApprovals() {}

  /** The approved change that has not been declared yet. */
  static Optional<SharingApprovalsRecord> open(DSLContext sql, int district) {
    return sql.selectFrom(SHARING_APPROVALS)
        .where(SHARING_APPROVALS.DISTRICT.eq(district), SHARING_APPROVALS.STATE.eq("OPEN"))
        .fetchOptional();
  }

  /** The approved changes of these districts that have not been declared yet. */
  static Map<DistrictKey, SharingApprovalsRecord> open(DSLContext sql, DistrictSet districts) {
    return sql.selectFrom(SHARING_APPROVALS)
        .where(districts.matches(SHARING_APPROVALS.DISTRICT), SHARING_APPROVALS.STATE.eq("OPEN"))
        .fetchMap(row -> districts.key(row.getDistrict()));
  }

  static SharingApprovalsRecord load(DSLContext sql, int district, UUID approval) {
    return sql.selectFrom(SHARING_APPROVALS)
        .where(SHARING_APPROVALS.DISTRICT.eq(district), SHARING_APPROVALS.APPROVAL.eq(approval))
        .fetchSingle();
  }

  /** Stores an approved change, which replaces the open one. */
  static UUID write(
      DSLContext transaction,
      int district,
      DeclaredShare from,
      DeclaredShare to,
      DecisionRequest asked) {
    replaceOpen(transaction, district);
    var approval = UUID.randomUUID();
    transaction
        .insertInto(SHARING_APPROVALS)
        .set(SHARING_APPROVALS.DISTRICT, district)
        .set(SHARING_APPROVALS.APPROVAL, approval)
        .set(SHARING_APPROVALS.STATE, "OPEN")
        .set(SHARING_APPROVALS.FROM_SHARING, SharingMessages.json(from))
        .set(SHARING_APPROVALS.TO_SHARING, SharingMessages.json(to))
        .set(SHARING_APPROVALS.REASON, asked.reason())
        .set(SHARING_APPROVALS.APPROVED_BY, asked.person())
        .set(SHARING_APPROVALS.APPROVED_AT, currentOffsetDateTime())
        .execute();
    return approval;
  }

  /** Withdraws the approved change that has not been declared yet. */
  static void replaceOpen(DSLContext transaction, int district) {
    open(transaction, district).ifPresent(open -> close(transaction, open, "REPLACED"));
  }

  static void declared(DSLContext transaction, SharingApprovalsRecord approval) {
    close(transaction, approval, "DECLARED");
  }

  static DeclaredShare target(SharingApprovalsRecord approval) {
    return SharingMessages.share(approval.getToSharing());
  }

  static SharingChangeApproval message(SharingApprovalsRecord approval) {
    return SharingChangeApproval.newBuilder()
        .setId(approval.getApproval().toString())
        .setFrom(SharingMessages.shown(approval.getFromSharing()))
        .setTo(SharingMessages.shown(approval.getToSharing()))
        .setReason(approval.getReason())
        .setApprovedBy(approval.getApprovedBy())
        .setApproveTime(ProtoTimestamps.of(approval.getApprovedAt()))
        .build();
  }

  private static void close(DSLContext transaction, SharingApprovalsRecord approval, String state) {
    transaction
        .update(SHARING_APPROVALS)
        .set(SHARING_APPROVALS.STATE, state)
        .where(SHARING_APPROVALS.DISTRICT.eq(approval.getDistrict()))
        .and(SHARING_APPROVALS.APPROVAL.eq(approval.getApproval()))
        .execute();
  }
}
