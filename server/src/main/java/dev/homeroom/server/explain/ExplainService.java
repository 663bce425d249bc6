package dev.homeroom.server.explain;

import dev.homeroom.server.access.Access;
import dev.homeroom.server.access.Scope;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.roster.record.Moments;
import dev.homeroom.server.roster.record.ReadTime;
import dev.homeroom.server.roster.record.RecordKind;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import dev.homeroom.server.rpc.ResourceRefusals;
import dev.homeroom.server.rpc.call.Answers;
import dev.homeroom.server.rpc.call.CallDeadline;
import dev.homeroom.v1.AccessExplanation;
import dev.homeroom.v1.ExplainAccessRequest;
import dev.homeroom.v1.ExplainRecordRequest;
import dev.homeroom.v1.ExplainServiceGrpc;
import dev.homeroom.v1.RecordExplanation;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.Optional;

/** Implements homeroom.v1.ExplainService; the proto documents each method. */
public final class ExplainService extends ExplainServiceGrpc.ExplainServiceImplBase {
  private final Moments moments;
  private final Access access;
  private final Clock clock;

  /** Reads from the database. */
  public ExplainService(Database database, Access access, Clock clock) {
    this.moments = new Moments(database);
    this.access = access;
    this.clock = clock;
  }

  @Override
  public void explainRecord(
      ExplainRecordRequest request, StreamObserver<RecordExplanation> observer) {
    var kind = kind(request.getName());
    var name = kind.collection().require("name", request.getName());
    Answers.send(
        observer,
        moments.read(
            Scope.current(),
            name.district(),
            new ReadTime.Now(),
            CallDeadline.left(),
            moment -> new RecordExplainer(moment, kind, name.id(), clock.instant()).explain()));
  }

  @Override
  public void explainAccess(
      ExplainAccessRequest request, StreamObserver<AccessExplanation> observer) {
    var name = Collection.USERS.require("name", request.getName());
    Answers.send(
        observer,
        moments.read(
            Scope.current(),
            name.district(),
            new ReadTime.Now(),
            CallDeadline.left(),
            moment ->
                access
                    .of(moment.db(), moment.scope(), name.id())
                    .map(found -> new AccessExplainer(moment, name, found).explain())
                    .orElseThrow(() ->
                        ResourceRefusals.recordNotFound(
                            name.district(), Collection.USERS.word(), Optional.empty()))));
  }

  private static RecordKind<?, ?> kind(String name) {
    return RecordKind.ALL.stream()
        .filter(kind -> kind.collection().parse(name).isPresent())
        .findFirst()
        .orElseThrow(() ->
            RequestRefusals.invalidField(
                "name",
                "must be the name of a school, term, course, section or user, for example"
                    + " districts/{district}/users/{user}"));
  }
}
