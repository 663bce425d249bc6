package dev.homeroom.server.acceptance;

import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.rpc.DistrictLookup;
import dev.homeroom.server.rpc.PageTokens;
import dev.homeroom.server.rpc.Refusal.Violation;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.rpc.call.Answers;
import dev.homeroom.server.rpc.call.CallDeadline;
import dev.homeroom.server.rpc.call.CommittedAnswers;
import dev.homeroom.server.sharing.decision.DecisionRequest;
import dev.homeroom.server.sharing.decision.ShareConfirmation.Seen;
import dev.homeroom.v1.AcceptRosterRequest;
import dev.homeroom.v1.AcceptanceServiceGrpc;
import dev.homeroom.v1.AcceptanceState;
import dev.homeroom.v1.ListRosterDecisionsRequest;
import dev.homeroom.v1.ListRosterDecisionsResponse;
import dev.homeroom.v1.RequestRosterChangesRequest;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.jooq.DSLContext;

/** Implements homeroom.v1.AcceptanceService; the proto documents each method. */
public final class AcceptanceService extends AcceptanceServiceGrpc.AcceptanceServiceImplBase {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private final Database database;
  private final CommittedAnswers committed;
  private final PageTokens tokens;

  /** Reads from the database, and writes people's decisions to it. */
  public AcceptanceService(Database database, CommittedAnswers committed, PageTokens tokens) {
    this.database = database;
    this.committed = committed;
    this.tokens = tokens;
  }

  @Override
  public void acceptRoster(AcceptRosterRequest request, StreamObserver<AcceptanceState> observer) {
    var id = ResourceNames.requireDistrict("name", request.getName());
    var violations = new ArrayList<Violation>();
    if (request.getRevision() < 1) {
      violations.add(new Violation("revision", "must be the roster's revision, 1 or more"));
    }
    if (!DIGEST.matcher(request.getShareDigest()).matches()) {
      violations.add(
          new Violation(
              "share_digest",
              "must be the digest that Share has: 64 lower-case hexadecimal digits"));
    }
    if (!violations.isEmpty()) {
      throw RequestRefusals.invalidFields(violations);
    }
    var seen = new Seen(request.getRevision(), request.getShareDigest());
    var asked =
        DecisionRequest.of(
            "note",
            request.getNote(),
            0,
            request.getRequestId(),
            request.toBuilder().clearRequestId().build());
    committed.answer(
        observer,
        id,
        transaction -> RosterAcceptance.accept(transaction, decided(transaction, id), seen, asked));
  }

  @Override
  public void requestRosterChanges(
      RequestRosterChangesRequest request, StreamObserver<AcceptanceState> observer) {
    var id = ResourceNames.requireDistrict("name", request.getName());
    var asked =
        DecisionRequest.of(
            "message",
            request.getMessage(),
            1,
            request.getRequestId(),
            request.toBuilder().clearRequestId().build());
    committed.answer(
        observer,
        id,
        transaction ->
            RosterAcceptance.requestChanges(transaction, decided(transaction, id), asked));
  }

  @Override
  public void listRosterDecisions(
      ListRosterDecisionsRequest request, StreamObserver<ListRosterDecisionsResponse> observer) {
    var id = ResourceNames.requireDistrict("parent", request.getParent());
    var asked = tokens.page(request);
    var below = asked.after().map(Long::parseLong);
    var read =
        database.snapshot(
            CallDeadline.left(),
            sql ->
                RosterDecisions.list(sql, DistrictLookup.require(sql, id), below, asked.limit()));
    var page = asked.cut(read, last -> "" + last.number());
    var response = ListRosterDecisionsResponse.newBuilder().setNextPageToken(page.next());
    page.items().forEach(each -> response.addDecisions(each.decision()));
    Answers.send(observer, response.build());
  }

  /** The district of a decision; refuses a caller who is not granted all of it. */
  private static DistrictKey decided(DSLContext transaction, CleverId id) {
    var district = DistrictLookup.require(transaction, id);
    Scope.current().requireWhole(district);
    return district;
  }
}
