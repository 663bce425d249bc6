package dev.homeroom.server;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;

/** A refusal as a client sees it; whatever was answered instead fails the test. */
public record Refused(
    Status.Code code,
    String reason,
    String message,
    Map<String, String> metadata,
    List<String> fields,
    boolean retryable) {

  /** Makes a call that is refused. */
  public static Refused by(Supplier<?> call) {
    try {
      var answer = call.get();
      return Assertions.fail("answered: " + answer);
    } catch (StatusRuntimeException refused) {
      return of(refused);
    }
  }

  /** Reads the details. */
  public static Refused of(StatusRuntimeException refused) {
    var reason = "";
    var metadata = Map.<String, String>of();
    var fields = List.<String>of();
    var retryable = false;
    var status = StatusProto.fromThrowable(refused);
    for (Any detail : status == null ? List.<Any>of() : status.getDetailsList()) {
      try {
        if (detail.is(ErrorInfo.class)) {
          var info = detail.unpack(ErrorInfo.class);
          Assertions.assertThat(info.getDomain()).isEqualTo("homeroom.dev");
          reason = info.getReason();
          metadata = info.getMetadataMap();
        } else if (detail.is(BadRequest.class)) {
          fields =
              detail.unpack(BadRequest.class).getFieldViolationsList().stream()
                  .map(BadRequest.FieldViolation::getField)
                  .toList();
        } else if (detail.is(RetryInfo.class)) {
          retryable = true;
        }
      } catch (InvalidProtocolBufferException malformed) {
        throw new IllegalStateException(malformed);
      }
    }
    var message = String.valueOf(refused.getStatus().getDescription());
    return new Refused(refused.getStatus().getCode(), reason, message, metadata, fields, retryable);
  }
}
