package dev.homeroom.server.acceptance;

import static dev.homeroom.server.db.generated.Tables.ROSTER_DECISIONS;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.DistrictSet;
import dev.homeroom.server.db.generated.tables.records.RosterDecisionsRecord;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.server.rpc.ProtoTimestamps;
import dev.homeroom.server.sharing.decision.DecisionRequest;
import dev.homeroom.server.sharing.decision.ShareConfirmation.Seen;
import dev.homeroom.v1.AcceptancePolicy;
import dev.homeroom.v1.AcceptanceState;
import dev.homeroom.v1.RosterDecision;
import dev.homeroom.v1.RosterDecisionKind;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.InsertSetMoreStep;
import org.jooq.impl.DSL;

/** Records and reads the decisions over the first rosters of districts. */
public final class RosterDecisions {
  private static final String ACCEPTED =
      EnumWords.word(RosterDecisionKind.ROSTER_DECISION_KIND_ACCEPTED);
  private static final String CHANGES_REQUESTED =
      EnumWords.word(RosterDecisionKind.ROSTER_DECISION_KIND_CHANGES_REQUESTED);

  private RosterDecisions() {}

  /**
   * A decision with its number in the order.
   *
   * @param number grows with time
   */
  record NumberedDecision(long number, RosterDecision decision) {}

  /** Records that a roster was accepted. */
  static void accepted(
      DSLContext transaction, DistrictKey district, Seen seen, DecisionRequest asked) {
    begin(transaction, district, ACCEPTED, seen.revision(), asked)
        .set(ROSTER_DECISIONS.DIGEST, HexFormat.of().parseHex(seen.digest()))
        .execute();
  }

  /** Records that a roster was sent back at a revision. */
  static void changesRequested(
      DSLContext transaction, DistrictKey district, long revision, DecisionRequest asked) {
    begin(transaction, district, CHANGES_REQUESTED, revision, asked).execute();
  }

  /** The acceptance of a district's roster; empty if it is not accepted. */
  static Optional<RosterDecision> acceptance(DSLContext sql, DistrictKey district) {
    return sql.selectFrom(ROSTER_DECISIONS)
        .where(ROSTER_DECISIONS.DISTRICT.eq(district.number()))
        .and(ROSTER_DECISIONS.KIND.eq(ACCEPTED))
        .fetchOptional(RosterDecisions::message);
  }

  /** The district's decisions below a number, newest first. */
  static List<NumberedDecision> list(
      DSLContext sql, DistrictKey district, Optional<Long> below, int limit) {
    return sql.selectFrom(ROSTER_DECISIONS)
        .where(ROSTER_DECISIONS.DISTRICT.eq(district.number()))
        .and(below.map(ROSTER_DECISIONS.DECISION::lt).orElseGet(DSL::noCondition))
        .orderBy(ROSTER_DECISIONS.DECISION.desc())
        .limit(limit)
        .fetch(row -> new NumberedDecision(row.getDecision(), message(row)));
  }

  /** The newest decision over each roster. An acceptance is always the last one. */
  public static Map<DistrictKey, RosterDecision> newest(DSLContext sql, DistrictSet districts) {
    var newest = new HashMap<DistrictKey, RosterDecision>();
    sql.selectFrom(ROSTER_DECISIONS)
        .where(districts.matches(ROSTER_DECISIONS.DISTRICT))
        .orderBy(ROSTER_DECISIONS.DECISION)
        .forEach(row -> newest.put(districts.key(row.getDistrict()), message(row)));
    return newest;
  }

  /** The state of a district's acceptance by its policy and its newest decision. */
  public static AcceptanceState state(AcceptancePolicy policy, Optional<RosterDecision> newest) {
    var state = AcceptanceState.newBuilder().setPolicy(policy);
    newest.ifPresent(decision -> {
      state.setDecideTime(decision.getTime());
      if (decision.getKind() == RosterDecisionKind.ROSTER_DECISION_KIND_ACCEPTED) {
        state
            .setAccepted(true)
            .setRevision(decision.getRevision())
            .setShareDigest(decision.getShareDigest());
      } else {
        state.setRequestedChanges(decision.getNote());
      }
    });
    return state.build();
  }

  private static InsertSetMoreStep<RosterDecisionsRecord> begin(
      DSLContext transaction,
      DistrictKey district,
      String kind,
      long revision,
      DecisionRequest asked) {
    return transaction
        .insertInto(ROSTER_DECISIONS)
        .set(ROSTER_DECISIONS.DISTRICT, district.number())
        .set(ROSTER_DECISIONS.KIND, kind)
        .set(ROSTER_DECISIONS.DECIDED_AT, currentOffsetDateTime())
        .set(ROSTER_DECISIONS.DECIDED_BY, asked.person())
        .set(ROSTER_DECISIONS.REVISION, revision)
        .set(ROSTER_DECISIONS.NOTE, asked.reason());
  }

  private static RosterDecision message(RosterDecisionsRecord row) {
    return RosterDecision.newBuilder()
        .setKind(EnumWords.of(RosterDecisionKind.class, row.getKind()))
        .setTime(ProtoTimestamps.of(row.getDecidedAt()))
        .setDecidedBy(row.getDecidedBy())
        .setRevision(row.getRevision())
        .setShareDigest(row.getDigest() == null ? "" : HexFormat.of().formatHex(row.getDigest()))
        .setNote(row.getNote())
        .build();
  }
}
