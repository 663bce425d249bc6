package dev.homeroom.server.acceptance;

import static dev.homeroom.server.db.generated.Tables.DISTRICT_GATES;

import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.Signals;
import dev.homeroom.server.db.generated.tables.records.DistrictDeclarationsRecord;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.server.rpc.ResourceRefusals;
import dev.homeroom.server.sharing.decision.DecisionRequest;
import dev.homeroom.server.sharing.decision.ShareConfirmation;
import dev.homeroom.server.sharing.decision.ShareConfirmation.Seen;
import dev.homeroom.server.sharing.decision.SharingLocks;
import dev.homeroom.v1.AcceptancePolicy;
import dev.homeroom.v1.AcceptanceState;
import java.util.Optional;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides over the first roster of a district, and opens its gate. Locks the declaration before the
 * roster, as decisions over its sharing do, so that two decisions never overlap.
 */
public final class RosterAcceptance {
  private static final Logger log = LoggerFactory.getLogger(RosterAcceptance.class);

  private RosterAcceptance() {}

  /**
   * Closes the gate of a district if its declaration requires an acceptance that is not there, else
   * opens it. Called with the declaration's row locked, or just inserted.
   */
  public static void declare(
      DSLContext transaction, DistrictKey district, AcceptancePolicy policy) {
    boolean open =
        policy != AcceptancePolicy.ACCEPTANCE_POLICY_MANUAL
            || RosterDecisions.acceptance(transaction, district).isPresent();
    transaction
        .insertInto(DISTRICT_GATES)
        .set(DISTRICT_GATES.DISTRICT, district.number())
        .set(DISTRICT_GATES.ACCEPTED, open)
        .onConflict(DISTRICT_GATES.DISTRICT)
        .doUpdate()
        .set(DISTRICT_GATES.ACCEPTED, open)
        .where(DISTRICT_GATES.ACCEPTED.ne(open))
        .execute();
  }

  /** Accepts the roster that a reviewer has looked at. */
  static AcceptanceState accept(
      DSLContext transaction, DistrictKey district, Seen seen, DecisionRequest asked) {
    var declaration = SharingLocks.requireDeclaration(transaction, district);
    long newest = SharingLocks.roster(transaction, district);
    if (asked.earlier(transaction, district).isEmpty()) {
      var before = RosterDecisions.acceptance(transaction, district);
      boolean same =
          before
              .filter(decision -> decision.getRevision() == seen.revision())
              .filter(decision -> decision.getShareDigest().equals(seen.digest()))
              .isPresent();
      if (!same) {
        requireNewest(district, newest, seen);
        ShareConfirmation.requireComputed(transaction, district, declaration, seen);
      }
      if (before.isEmpty()) {
        RosterDecisions.accepted(transaction, district, seen, asked);
        declare(transaction, district, policy(declaration));
        publish(transaction, district, "a roster was accepted");
      }
      asked.carriedOut(transaction, district, null);
    }
    return state(transaction, district, declaration);
  }

  /** Sends the roster back. */
  static AcceptanceState requestChanges(
      DSLContext transaction, DistrictKey district, DecisionRequest asked) {
    var declaration = SharingLocks.requireDeclaration(transaction, district);
    long newest = SharingLocks.roster(transaction, district);
    if (asked.earlier(transaction, district).isEmpty()) {
      requireSynced(district, newest);
      if (RosterDecisions.acceptance(transaction, district).isPresent()) {
        throw AcceptanceRefusals.alreadyAccepted(district.id());
      }
      RosterDecisions.changesRequested(transaction, district, newest, asked);
      publish(transaction, district, "a roster was sent back");
      asked.carriedOut(transaction, district, null);
    }
    return state(transaction, district, declaration);
  }

  private static void requireNewest(DistrictKey district, long newest, Seen seen) {
    requireSynced(district, newest);
    if (seen.revision() > newest) {
      throw ResourceRefusals.revisionInFuture(district.id(), newest);
    }
    if (seen.revision() < newest) {
      throw AcceptanceRefusals.changed(district.id(), newest);
    }
  }

  private static void requireSynced(DistrictKey district, long newest) {
    if (newest == 0) {
      throw AcceptanceRefusals.notSynced(district.id());
    }
  }

  private static void publish(DSLContext transaction, DistrictKey district, String event) {
    Signals.send(transaction, Signals.Channel.DISTRICT, district.id().toString());
    log.atInfo().addKeyValue("district", district.id()).log(event);
  }

  private static AcceptancePolicy policy(DistrictDeclarationsRecord declaration) {
    return EnumWords.of(AcceptancePolicy.class, declaration.getAcceptance());
  }

  private static AcceptanceState state(
      DSLContext sql, DistrictKey district, DistrictDeclarationsRecord declaration) {
    var newest = RosterDecisions.list(sql, district, Optional.empty(), 1);
    return RosterDecisions.state(
        policy(declaration),
        newest.stream().map(RosterDecisions.NumberedDecision::decision).findFirst());
  }
}
