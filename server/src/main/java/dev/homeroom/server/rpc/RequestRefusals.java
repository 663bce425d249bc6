package dev.homeroom.server.rpc;

import dev.homeroom.server.rpc.Refusal.Violation;
import dev.homeroom.v1.ErrorReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Refuses requests that cannot be answered in their form or size. */
public final class RequestRefusals {
  private RequestRefusals() {}

  /**
   * Refuses one wrong field.
   *
   * @param field its path in the request, for example {@code spec.schedule.cron}
   * @param description what is allowed, with an example; does not repeat the value
   */
  public static RefusedException invalidField(String field, String description) {
    return invalidFields(List.of(new Violation(field, description)));
  }

  /** Refuses wrong fields, at least one. The sentence names the first. */
  public static RefusedException invalidFields(List<Violation> violations) {
    var first = violations.getFirst();
    var rest = violations.size() == 1 ? "" : " (and " + (violations.size() - 1) + " more)";
    return Refusal.of(
            ErrorReason.ERROR_REASON_INVALID_FIELD,
            first.field() + ": " + first.description() + rest)
        .withViolations(violations)
        .exception();
  }

  /** Refuses a page token that cannot continue this list. */
  public static RefusedException pageTokenInvalid() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_PAGE_TOKEN_INVALID,
            "page_token does not belong to this list with these filters; start from the first"
                + " page.")
        .exception();
  }

  /** Refuses a resume token that cannot continue this watch. */
  public static RefusedException resumeTokenInvalid() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_RESUME_TOKEN_INVALID,
            "resume_token does not belong to this caller, district and filter; start without one.")
        .exception();
  }

  /** Refuses a request_id that was used for another request. */
  public static RefusedException requestIdReused() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_REQUEST_ID_REUSED,
            "request_id was used before for another request; make a new UUID for a new request.")
        .exception();
  }

  /** Refuses to send an answer that is larger than clients accept. */
  public static RefusedException answerTooLarge() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_ANSWER_TOO_LARGE,
            "The answer would be larger than 4 MiB; ask for fewer records, or fewer fields.")
        .exception();
  }

  /** Refuses a call whose metadata is too large. */
  public static RefusedException metadataTooLarge(int bytes) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_METADATA_TOO_LARGE,
            "The call's metadata is larger than 16 KiB; send less of it.")
        .with("bytes", Integer.toString(bytes))
        .exception();
  }

  /**
   * Refuses a request that is too large.
   *
   * @param bytes its size; empty if it is compressed and was read only in part
   */
  public static RefusedException tooLarge(OptionalLong bytes) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_REQUEST_TOO_LARGE,
            "The request is larger than 1 MiB; ask for less at once.")
        .with(
            "bytes",
            bytes.isPresent() ? Optional.of(Long.toString(bytes.getAsLong())) : Optional.empty())
        .exception();
  }

  /** Refuses a request that is not one message of the method's type. */
  public static RefusedException malformed() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_REQUEST_MALFORMED,
            "The request cannot be read as one message of the method's type; send it with a client"
                + " that is generated from the contract's proto files.")
        .exception();
  }

  /** Refuses a call whose requests may be compressed in a way that this server does not read. */
  public static RefusedException encodingUnknown() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_ENCODING_UNKNOWN,
            "The call's header grpc-encoding names a compression that this server does not read;"
                + " send requests with gzip, or without compression.")
        .exception();
  }

  /** Refuses a method that this server does not have. */
  public static RefusedException methodUnknown() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_METHOD_UNKNOWN,
            "This server has no such method; compare the client's proto files with the server's"
                + " release, or list the methods by reflection.")
        .exception();
  }

  /**
   * Refuses a caller that has used up its calls.
   *
   * @param limit what is counted, for example {@code calls at once}
   * @param most the largest number of it
   * @param delay the time after which another call is let in
   */
  public static RefusedException tooManyCalls(String limit, int most, Duration delay) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_TOO_MANY_CALLS,
            "The caller has used up its " + most + " " + limit + "; call less often.")
        .with("limit", limit)
        .with("most", Integer.toString(most))
        .withRetryAfter(delay)
        .exception();
  }

  /**
   * Ends a stream whose caller does not read.
   *
   * @param patience how long the server waited for it
   */
  public static RefusedException readerTooSlow(Duration patience) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_READER_TOO_SLOW,
            "No message of this stream was taken for "
                + patience
                + "; resume behind the last one that was, and read faster.")
        .with("patience", patience.toString())
        .exception();
  }
}
