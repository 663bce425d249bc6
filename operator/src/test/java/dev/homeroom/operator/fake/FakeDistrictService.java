package dev.homeroom.operator.fake;

import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.DeleteDistrictRequest;
import dev.homeroom.v1.DeleteDistrictResponse;
import dev.homeroom.v1.DistrictServiceGrpc;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.WatchDistrictStatesRequest;
import dev.homeroom.v1.WatchDistrictStatesResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** The part of DistrictService that the operator calls. */
final class FakeDistrictService extends DistrictServiceGrpc.DistrictServiceImplBase {
  private final FakeDistricts districts;

  FakeDistrictService(FakeDistricts districts) {
    this.districts = districts;
  }

  @Override
  public void applyDistrict(ApplyDistrictRequest request, StreamObserver<DistrictState> answer) {
    try {
      answer.onNext(districts.apply(request));
      answer.onCompleted();
    } catch (StatusRuntimeException refusal) {
      answer.onError(refusal);
    }
  }

  @Override
  public void deleteDistrict(
      DeleteDistrictRequest request, StreamObserver<DeleteDistrictResponse> answer) {
    try {
      districts.delete(request);
      answer.onNext(DeleteDistrictResponse.getDefaultInstance());
      answer.onCompleted();
    } catch (StatusRuntimeException refusal) {
      answer.onError(refusal);
    }
  }

  @Override
  public void watchDistrictStates(
      WatchDistrictStatesRequest request, StreamObserver<WatchDistrictStatesResponse> answer) {
    var stream = (ServerCallStreamObserver<WatchDistrictStatesResponse>) answer;
    stream.setOnCancelHandler(() -> districts.unwatch(stream));
    districts.watch(request.getOwnerCluster(), stream);
  }
}
