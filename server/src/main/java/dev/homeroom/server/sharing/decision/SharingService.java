package dev.homeroom.server.sharing.decision;

import static dev.homeroom.server.db.generated.Tables.DISTRICT_DECLARATIONS;

import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.rpc.DistrictLookup;
import dev.homeroom.server.rpc.PageTokens;
import dev.homeroom.server.rpc.Refusal.Violation;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.rpc.ResourceRefusals;
import dev.homeroom.server.rpc.call.Answers;
import dev.homeroom.server.rpc.call.CommittedAnswers;
import dev.homeroom.server.sharing.SharingFields;
import dev.homeroom.server.sharing.decision.ShareConfirmation.Seen;
import dev.homeroom.v1.AdoptSectionsRequest;
import dev.homeroom.v1.ApproveSharingChangeRequest;
import dev.homeroom.v1.ConfirmSharingRequest;
import dev.homeroom.v1.ListLeftOutRecordsRequest;
import dev.homeroom.v1.ListLeftOutRecordsResponse;
import dev.homeroom.v1.ListShareChangeRecordsRequest;
import dev.homeroom.v1.ListShareChangeRecordsResponse;
import dev.homeroom.v1.ListShareChangesRequest;
import dev.homeroom.v1.ListShareChangesResponse;
import dev.homeroom.v1.ListSharingDecisionsRequest;
import dev.homeroom.v1.ListSharingDecisionsResponse;
import dev.homeroom.v1.Share;
import dev.homeroom.v1.SharingChangeApproval;
import dev.homeroom.v1.SharingServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jooq.DSLContext;

/** Implements homeroom.v1.SharingService; the proto documents each method. */
public final class SharingService extends SharingServiceGrpc.SharingServiceImplBase {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private final CommittedAnswers committed;
  private final Resync resync;
  private final SharingLists lists;

  /** Requests that a district's roster is read again. */
  @FunctionalInterface
  public interface Resync {
    /**
     * Requests a full run. It starts after the transaction has committed and no other run is
     * active, unless the district does not sync.
     */
    void request(DSLContext transaction, DistrictKey district);
  }

  /** Reads from the database, and writes people's decisions to it. */
  public SharingService(
      Database database, CommittedAnswers committed, PageTokens tokens, Resync resync) {
    this.committed = committed;
    this.resync = resync;
    this.lists = new SharingLists(database, tokens);
  }

  @Override
  public void confirmSharing(ConfirmSharingRequest request, StreamObserver<Share> observer) {
    var id = ResourceNames.requireDistrict("name", request.getName());
    var violations = new ArrayList<Violation>();
    if (request.getRevision() < 1) {
      violations.add(new Violation("revision", "must be the roster's revision, 1 or more"));
    }
    if (!DIGEST.matcher(request.getShareDigest()).matches()) {
      violations.add(
          new Violation(
              "share_digest",
              "must be the digest that Share tells: 64 lower-case hexadecimal digits"));
    }
    requireNone(violations);
    var seen = new Seen(request.getRevision(), request.getShareDigest());
    var asked =
        DecisionRequest.of(
            request.getReason(),
            0,
            request.getRequestId(),
            request.toBuilder().clearRequestId().build());
    committed.answer(
        observer,
        id,
        transaction -> {
          var district = decided(transaction, id);
          ShareConfirmation.byReviewer(transaction, district, seen, asked);
          return share(transaction, district);
        });
  }

  @Override
  public void adoptSections(AdoptSectionsRequest request, StreamObserver<Share> observer) {
    var id = ResourceNames.requireDistrict("name", request.getName());
    var violations = new ArrayList<Violation>();
    var sections = SharingFields.sections("sections", request.getSectionsList(), violations);
    requireNone(violations);
    var asked =
        DecisionRequest.of(
            request.getReason(),
            1,
            request.getRequestId(),
            request.toBuilder().clearRequestId().build());
    committed.answer(
        observer,
        id,
        transaction -> {
          var district = decided(transaction, id);
          if (SectionAdoption.of(transaction, district, sections, asked)) {
            resync.request(transaction, district);
          }
          return share(transaction, district);
        });
  }

  @Override
  public void approveSharingChange(
      ApproveSharingChangeRequest request, StreamObserver<SharingChangeApproval> observer) {
    var id = ResourceNames.requireDistrict("name", request.getName());
    var violations = new ArrayList<Violation>();
    var from = SharingFields.read("from", request.getFrom(), violations);
    var to = SharingFields.read("to", request.getTo(), violations);
    if (from.isPresent() && to.isPresent() && from.get().canonical().equals(to.get().canonical())) {
      violations.add(new Violation("to", "must be another sharing than `from`"));
    }
    requireNone(violations);
    var asked =
        DecisionRequest.of(
            request.getReason(),
            1,
            request.getRequestId(),
            request.toBuilder().clearRequestId().build());
    committed.answer(
        observer,
        id,
        transaction -> {
          var approved =
              ChangeApproval.of(
                  transaction,
                  decided(transaction, id),
                  from.orElseThrow(),
                  to.orElseThrow(),
                  asked);
          if (approved.effective()) {
            resync.request(transaction, approved.district());
          }
          return approved.approval();
        });
  }

  @Override
  public void listShareChanges(
      ListShareChangesRequest request, StreamObserver<ListShareChangesResponse> observer) {
    Answers.send(observer, lists.changes(request));
  }

  @Override
  public void listShareChangeRecords(
      ListShareChangeRecordsRequest request,
      StreamObserver<ListShareChangeRecordsResponse> observer) {
    Answers.send(observer, lists.changeRecords(request));
  }

  @Override
  public void listLeftOutRecords(
      ListLeftOutRecordsRequest request, StreamObserver<ListLeftOutRecordsResponse> observer) {
    Answers.send(observer, lists.leftOut(request));
  }

  @Override
  public void listSharingDecisions(
      ListSharingDecisionsRequest request, StreamObserver<ListSharingDecisionsResponse> observer) {
    Answers.send(observer, lists.decisions(request));
  }

  /** The district of a decision; refuses a caller who is not granted all of it. */
  private static DistrictKey decided(DSLContext transaction, CleverId id) {
    var district = DistrictLookup.require(transaction, id);
    Scope.current().requireWhole(district);
    return district;
  }

  private static Share share(DSLContext sql, DistrictKey district) {
    return sql.selectFrom(DISTRICT_DECLARATIONS)
        .where(DISTRICT_DECLARATIONS.DISTRICT.eq(district.number()))
        .fetchOptional()
        .map(declared -> Shares.read(sql, Map.of(district, declared), Shares.Detail.IDS))
        .map(shares -> shares.get(district))
        .orElseThrow(() -> ResourceRefusals.districtNotFound(district.id()));
  }

  private static void requireNone(List<Violation> violations) {
    if (!violations.isEmpty()) {
      throw RequestRefusals.invalidFields(violations);
    }
  }
}
