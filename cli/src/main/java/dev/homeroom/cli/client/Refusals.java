package dev.homeroom.cli.client;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;

/** A server's refusal in words for people. */
public final class Refusals {
  private Refusals() {}

  /**
   * Lines for a refusal: code, reason and message first, then what is wrong with each field, then
   * the reason's metadata.
   */
  public static List<String> lines(StatusRuntimeException refusal) {
    var lines = new ArrayList<String>();
    var details = new ArrayList<String>();
    var reason = "";
    var status = StatusProto.fromThrowable(refusal);
    if (status != null) {
      for (var any : status.getDetailsList()) {
        try {
          if (any.is(ErrorInfo.class)) {
            var info = any.unpack(ErrorInfo.class);
            reason = " " + info.getReason();
            info.getMetadataMap().forEach((key, value) -> details.add("  " + key + ": " + value));
          } else if (any.is(BadRequest.class)) {
            for (var violation : any.unpack(BadRequest.class).getFieldViolationsList()) {
              lines.add("  " + violation.getField() + ": " + violation.getDescription());
            }
          }
        } catch (InvalidProtocolBufferException e) {
          details.add("  a detail that cannot be read");
        }
      }
    }
    lines.addFirst(refusal.getStatus().getCode() + reason + description(refusal));
    lines.addAll(details);
    return lines;
  }

  /** What was refused, and why, in one line for people. */
  public static String line(StatusRuntimeException refusal) {
    return lines(refusal).getFirst();
  }

  /** Its description and, where the call never reached the server, why. */
  private static String description(StatusRuntimeException refusal) {
    var description = refusal.getStatus().getDescription();
    var cause = refusal.getStatus().getCause();
    return (description == null ? "" : ": " + description)
        + (cause == null ? "" : " (" + cause.getMessage() + ")");
  }
}
