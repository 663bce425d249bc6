package dev.homeroom.server.district;

import dev.homeroom.clever.http.CleverClient;
import dev.homeroom.server.access.AccessRefusals;
import dev.homeroom.server.access.Caller;
import dev.homeroom.server.access.Connection;
import dev.homeroom.server.access.Scope;
import dev.homeroom.server.credential.Credentials;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.Signals;
import dev.homeroom.server.district.DistrictStates.StateFilter;
import dev.homeroom.server.rpc.PageTokens;
import dev.homeroom.server.rpc.Refusal.Violation;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.rpc.ResourceRefusals;
import dev.homeroom.server.rpc.call.Answers;
import dev.homeroom.server.rpc.call.CallDeadline;
import dev.homeroom.server.rpc.call.CommittedAnswers;
import dev.homeroom.server.rpc.call.ServerStreams;
import dev.homeroom.server.sharing.decision.Shares.Detail;
import dev.homeroom.server.sync.ResyncQueue;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.DeleteDistrictRequest;
import dev.homeroom.v1.DeleteDistrictResponse;
import dev.homeroom.v1.DeletionPolicy;
import dev.homeroom.v1.DistrictServiceGrpc;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.GetDistrictStateRequest;
import dev.homeroom.v1.ListDistrictStatesRequest;
import dev.homeroom.v1.ListDistrictStatesResponse;
import dev.homeroom.v1.ReleaseDistrictRequest;
import dev.homeroom.v1.ReleaseDistrictResponse;
import dev.homeroom.v1.WatchDistrictStatesRequest;
import dev.homeroom.v1.WatchDistrictStatesResponse;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.jooq.DSLContext;

/** Implements homeroom.v1.DistrictService; the proto documents each method. */
public final class DistrictService extends DistrictServiceGrpc.DistrictServiceImplBase {
  private final Database database;
  private final CommittedAnswers committed;
  private final Signals signals;
  private final ServerStreams streams;
  private final PageTokens tokens;
  private final Declarations declarations;
  private final TokenProof proof;

  /**
   * Writes declarations to the database and reads states from it.
   *
   * @param clever checks the tokens of new owners; gives up before callers do
   * @param grace how long apps may still read a roster after the end of its declaration
   */
  public DistrictService(
      Database database,
      CommittedAnswers committed,
      Signals signals,
      ServerStreams streams,
      PageTokens tokens,
      Credentials credentials,
      CleverClient clever,
      Duration grace,
      Clock clock) {
    this.database = database;
    this.committed = committed;
    this.signals = signals;
    this.streams = streams;
    this.tokens = tokens;
    this.declarations = new Declarations(credentials, grace, clock);
    this.proof = new TokenProof(clever);
  }

  @Override
  public void applyDistrict(ApplyDistrictRequest request, StreamObserver<DistrictState> observer) {
    if (!Connection.current().confidential()) {
      throw DeclarationRefusals.tlsRequired();
    }
    var declared = Declaration.of(request, Caller.current());
    ResourceNames.requireRequestId(request.getRequestId());
    var rights = Caller.current().reach().declarationRights(declared.district());
    declared.requireGranted(rights, request.getTokenRequired());
    var believed = rights.withoutToken() && !request.getTokenRequired();
    var state =
        declare(declared, believed)
            .orElseGet(() -> {
              proof.require(declared.district(), declared.token().orElseThrow());
              return declare(declared, true).orElseThrow();
            });
    Answers.send(observer, state);
  }

  private Optional<DistrictState> declare(Declaration declared, boolean believed) {
    var person = Caller.current().subject();
    return committed.commit(
        declared.district(),
        transaction ->
            declarations
                .apply(transaction, declared, person, believed)
                .map(applied -> {
                  if (applied.readAgain()) {
                    ResyncQueue.add(transaction, applied.district());
                  }
                  return state(transaction, declared.district());
                }));
  }

  @Override
  public void getDistrictState(
      GetDistrictStateRequest request, StreamObserver<DistrictState> observer) {
    var id = ResourceNames.requireDistrictState("name", request.getName());
    Answers.send(observer, database.snapshot(CallDeadline.left(), sql -> state(sql, id)));
  }

  private static DistrictState state(DSLContext sql, CleverId id) {
    return DistrictStates.find(sql, id, StateFilter.of(Scope.current()), Detail.IDS)
        .orElseThrow(() -> ResourceRefusals.districtNotFound(id));
  }

  @Override
  public void listDistrictStates(
      ListDistrictStatesRequest request, StreamObserver<ListDistrictStatesResponse> observer) {
    var asked = tokens.page(request);
    var after = asked.after().map(CleverId::of);
    var states =
        database.snapshot(
            CallDeadline.left(),
            sql -> DistrictStates.page(sql, StateFilter.of(Scope.current()), after, asked.limit()));
    var page =
        asked.cut(
            states,
            state -> ResourceNames.requireDistrictState("name", state.getName()).toString());
    Answers.send(
        observer,
        ListDistrictStatesResponse.newBuilder()
            .addAllDistrictStates(page.items())
            .setNextPageToken(page.next())
            .build());
  }

  @Override
  public void watchDistrictStates(
      WatchDistrictStatesRequest request, StreamObserver<WatchDistrictStatesResponse> observer) {
    var filter = StateFilter.of(Scope.current()).ofCluster(request.getOwnerCluster());
    streams.serve(observer, out -> new StateWatch(database, filter, out).run(signals));
  }

  @Override
  public void deleteDistrict(
      DeleteDistrictRequest request, StreamObserver<DeleteDistrictResponse> observer) {
    var id = ResourceNames.requireDistrict("name", request.getName());
    ResourceNames.requireRequestId(request.getRequestId());
    var violations = new ArrayList<Violation>();
    var owner = Owner.of(request.hasOwner(), request.getOwner(), Caller.current(), violations);
    if (request.getDeletionPolicy() == DeletionPolicy.UNRECOGNIZED) {
      violations.add(new Violation("deletion_policy", "must be RETAIN or unspecified"));
    }
    if (!violations.isEmpty()) {
      throw RequestRefusals.invalidFields(violations);
    }
    committed.answer(
        observer,
        id,
        transaction -> {
          if (!declarations.delete(transaction, id, owner) && !request.getAllowMissing()) {
            throw ResourceRefusals.districtNotFound(id);
          }
          return DeleteDistrictResponse.getDefaultInstance();
        });
  }

  @Override
  public void releaseDistrict(
      ReleaseDistrictRequest request, StreamObserver<ReleaseDistrictResponse> observer) {
    var id = ResourceNames.requireDistrict("name", request.getName());
    ResourceNames.requireRequestId(request.getRequestId());
    var violations = new ArrayList<Violation>();
    var owner = Owner.of(request.hasOwner(), request.getOwner(), Caller.current(), violations);
    var next =
        request.hasNewOwner()
            ? Optional.of(Owner.namespace(request.getNewOwner(), violations))
            : Optional.<Owner>empty();
    if (!violations.isEmpty()) {
      throw RequestRefusals.invalidFields(violations);
    }
    var only = reviews(id) ? Optional.<Owner>empty() : Optional.of(owner);
    if (only.isPresent() && !Caller.current().roles().contains(CallerRole.CALLER_ROLE_OPERATOR)) {
      throw AccessRefusals.grantNotWhole(id);
    }
    committed.answer(
        observer,
        id,
        transaction -> {
          if (!declarations.release(transaction, id, only, next)) {
            throw ResourceRefusals.districtNotFound(id);
          }
          return ReleaseDistrictResponse.getDefaultInstance();
        });
  }

  /** Returns whether the caller is a reviewer of the whole district. */
  private static boolean reviews(CleverId district) {
    var reviewer = Caller.current().as(CallerRole.CALLER_ROLE_REVIEWER);
    return reviewer.reach().whole(district);
  }
}
