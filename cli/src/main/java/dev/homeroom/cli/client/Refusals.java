package dev.homeroom.cli.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;

/** Turns a server's refusal into lines for people. */
public final class Refusals {
  private Refusals() {}

  /**
   * Returns the lines of a refusal: code, reason and message first, then the problem of each field,
   * then the reason's metadata.
   */
  public static List<String> lines(StatusRuntimeException refusal) {
    var details = Details.of(refusal);
    var lines = new ArrayList<String>();
    lines.add(first(refusal, details));
    lines.addAll(details.fields);
    lines.addAll(details.others);
    return lines;
  }

  /**
   * Returns code, reason and message on one line; where several fields are wrong, also a line for
   * each of them.
   */
  public static String words(StatusRuntimeException refusal) {
    var details = Details.of(refusal);
    var first = first(refusal, details);
    return details.fields.size() > 1 ? first + "\n" + String.join("\n", details.fields) : first;
  }

  private static String first(StatusRuntimeException refusal, Details details) {
    return refusal.getStatus().getCode() + details.reason + description(refusal);
  }

  /** The details of a refusal: the reason, after a space, and lines for people. */
  private record Details(String reason, List<String> fields, List<String> others) {
    static Details of(StatusRuntimeException refusal) {
      var fields = new ArrayList<String>();
      var others = new ArrayList<String>();
      var reason = "";
      var status = StatusProto.fromThrowable(refusal);
      for (var any : status == null ? List.<Any>of() : status.getDetailsList()) {
        try {
          if (any.is(ErrorInfo.class)) {
            var info = any.unpack(ErrorInfo.class);
            reason = " " + info.getReason();
            info.getMetadataMap().forEach((key, value) -> others.add("  " + key + ": " + value));
          } else if (any.is(BadRequest.class)) {
            for (var violation : any.unpack(BadRequest.class).getFieldViolationsList()) {
              fields.add("  " + violation.getField() + ": " + violation.getDescription());
            }
          }
        } catch (InvalidProtocolBufferException e) {
          others.add("  a detail that cannot be read");
        }
      }
      return new Details(reason, fields, others);
    }
  }

  /** Returns the refusal's description and, where the call never reached the server, its cause. */
  private static String description(StatusRuntimeException refusal) {
    var description = refusal.getStatus().getDescription();
    var cause = refusal.getStatus().getCause();
    return (description == null ? "" : ": " + description)
        + (cause == null ? "" : " (" + cause.getMessage() + ")");
  }
}
