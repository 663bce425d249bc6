package dev.homeroom.operator.fake;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.homeroom.v1.DistrictOwner;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** Refusals of the form that Homeroom's server gives them. */
final class FakeRefusals {
  private FakeRefusals() {}

  static StatusRuntimeException owned(DistrictOwner owner) {
    var name = String.join("/", owner.getCluster(), owner.getNamespace(), owner.getName());
    return refusal(
        Code.FAILED_PRECONDITION,
        "The district is declared by another owner.",
        info("DISTRICT_OWNED").toBuilder().putMetadata("owner", name).build());
  }

  static StatusRuntimeException frozen() {
    return refusal(
        Code.FAILED_PRECONDITION,
        "The sharing is confirmed; declare the confirmed one again.",
        info("SHARING_FROZEN"));
  }

  static StatusRuntimeException suspended() {
    return refusal(
        Code.FAILED_PRECONDITION, "The district is suspended.", info("DISTRICT_SUSPENDED"));
  }

  static StatusRuntimeException unknown() {
    return refusal(Code.NOT_FOUND, "No such district.", info("DISTRICT_NOT_FOUND"));
  }

  static StatusRuntimeException invalid(String field, String description) {
    var violation =
        BadRequest.FieldViolation.newBuilder().setField(field).setDescription(description);
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(Code.INVALID_ARGUMENT.getNumber())
            .setMessage("The request is not valid.")
            .addDetails(Any.pack(info("INVALID_FIELD")))
            .addDetails(Any.pack(BadRequest.newBuilder().addFieldViolations(violation).build()))
            .build());
  }

  private static ErrorInfo info(String reason) {
    return ErrorInfo.newBuilder().setDomain("homeroom.dev").setReason(reason).build();
  }

  private static StatusRuntimeException refusal(Code code, String message, ErrorInfo info) {
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(code.getNumber())
            .setMessage(message)
            .addDetails(Any.pack(info))
            .build());
  }
}
