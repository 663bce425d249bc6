package dev.homeroom.operator.fake;

import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.TriggerSyncRequest;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;

/** The part of SyncService that the operator calls. */
final class FakeSyncService extends SyncServiceGrpc.SyncServiceImplBase {
  private final FakeDistricts districts;

  FakeSyncService(FakeDistricts districts) {
    this.districts = districts;
  }

  @Override
  public void triggerSync(TriggerSyncRequest request, StreamObserver<SyncRun> answer) {
    try {
      answer.onNext(districts.trigger(request));
      answer.onCompleted();
    } catch (StatusRuntimeException refusal) {
      answer.onError(refusal);
    }
  }
}
