package dev.homeroom.operator.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import dev.homeroom.operator.client.Answer.Refused;
import dev.homeroom.operator.client.Answer.Success;
import dev.homeroom.operator.client.Answer.Unavailable;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.protobuf.StatusProto;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns the outcome of a gRPC call into an {@link Answer}. */
final class Answers {
  private static final String DOMAIN = "homeroom.dev";
  private static final Pattern UNDERSCORE = Pattern.compile("_([a-z])");

  private Answers() {}

  /** A call that either returns or ends with a gRPC status. */
  interface Call<T> {
    T make() throws StatusException;
  }

  static <T> Answer<T> of(Call<T> call) {
    try {
      return new Success<>(call.make());
    } catch (StatusException e) {
      return failed(e);
    }
  }

  private static <T> Answer<T> failed(StatusException failure) {
    var details = details(failure);
    var info = details.stream().flatMap(detail -> unpack(detail, ErrorInfo.class)).findFirst();
    var code = failure.getStatus().getCode();
    var reason =
        info.filter(each -> each.getDomain().equals(DOMAIN))
            .map(ErrorInfo::getReason)
            .orElseGet(code::name);
    if (passes(code)) {
      return new Unavailable<>(reason);
    }
    var owner = info.map(each -> each.getMetadataMap().get("owner"));
    var former = info.map(each -> each.getMetadataMap().get("formerCluster"));
    var until = info.map(each -> each.getMetadataMap().get("until")).flatMap(Answers::time);
    return new Refused<>(reason, sentence(failure.getStatus(), details), owner, until, former);
  }

  /**
   * Returns whether a failure of this kind may end without a change of a declaration or a right.
   */
  private static boolean passes(Status.Code code) {
    return switch (code) {
      case UNAVAILABLE,
          DEADLINE_EXCEEDED,
          CANCELLED,
          ABORTED,
          RESOURCE_EXHAUSTED,
          INTERNAL,
          UNKNOWN,
          DATA_LOSS ->
          true;
      case OK,
          INVALID_ARGUMENT,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          UNAUTHENTICATED ->
          false;
    };
  }

  private static Optional<Instant> time(String written) {
    try {
      return Optional.of(Instant.parse(written));
    } catch (DateTimeParseException unreadable) {
      return Optional.empty();
    }
  }

  private static String sentence(Status status, List<Any> details) {
    var violations =
        details.stream()
            .flatMap(detail -> unpack(detail, BadRequest.class))
            .flatMap(request -> request.getFieldViolationsList().stream())
            .map(violation -> inYaml(violation.getField()) + ": " + violation.getDescription())
            .collect(Collectors.joining("; "));
    if (!violations.isEmpty()) {
      return violations;
    }
    return Optional.ofNullable(status.getDescription()).orElseGet(() -> status.getCode().name());
  }

  /** Returns the name of a request's field in the resource's YAML. */
  private static String inYaml(String field) {
    return field.equals("clever_token")
        ? "the token in the Secret"
        : UNDERSCORE.matcher(field).replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
  }

  private static List<Any> details(StatusException failure) {
    var status = StatusProto.fromThrowable(failure);
    return status == null ? List.of() : status.getDetailsList();
  }

  private static <M extends Message> Stream<M> unpack(Any detail, Class<M> type) {
    try {
      return detail.is(type) ? Stream.of(detail.unpack(type)) : Stream.empty();
    } catch (InvalidProtocolBufferException e) {
      return Stream.empty();
    }
  }
}
