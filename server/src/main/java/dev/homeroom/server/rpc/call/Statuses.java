package dev.homeroom.server.rpc.call;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.homeroom.server.db.failure.DatabaseUnavailableException;
import dev.homeroom.server.db.failure.StatementTimeoutException;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.RefusedException;
import dev.homeroom.server.rpc.ServerRefusals;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Converts failures to statuses for callers: google.rpc.Status with details, AIP-193. */
final class Statuses {
  private static final Logger log = LoggerFactory.getLogger(Statuses.class);
  private static final String DOMAIN = "homeroom.dev";

  private Statuses() {}

  /** The status of a failure, with its trailers. Unexpected failures are logged. */
  static StatusRuntimeException of(Throwable failure, String method) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case RefusedException refused -> {
          return thrown(refused.refusal());
        }
        case DatabaseUnavailableException unavailable -> {
          log.atWarn()
              .addKeyValue("method", method)
              .addKeyValue("cause", unavailable.getMessage())
              .log("a call found no database");
          return thrown(ServerRefusals.databaseUnavailable().refusal());
        }
        case StatementTimeoutException timeout -> {
          return Status.DEADLINE_EXCEEDED
              .withDescription("The answer took longer than the call's deadline allows.")
              .asRuntimeException();
        }
        case StatusRuntimeException status -> {
          return status;
        }
        case StatusException status -> {
          return new StatusRuntimeException(status.getStatus(), status.getTrailers());
        }
        default -> {}
      }
    }
    var errorId = UUID.randomUUID().toString();
    log.atError()
        .addKeyValue("errorId", errorId)
        .addKeyValue("method", method)
        .setCause(failure)
        .log("a call failed unexpectedly");
    return thrown(ServerRefusals.unexpected(errorId).refusal());
  }

  private static StatusRuntimeException thrown(Refusal refusal) {
    return StatusProto.toStatusRuntimeException(of(refusal));
  }

  /** The refusal with its details. */
  static com.google.rpc.Status of(Refusal refusal) {
    var status =
        com.google.rpc.Status.newBuilder()
            .setCode(refusal.code().value())
            .setMessage(refusal.sentence())
            .addDetails(
                Any.pack(
                    ErrorInfo.newBuilder()
                        .setDomain(DOMAIN)
                        .setReason(EnumWords.word(refusal.reason()))
                        .putAllMetadata(refusal.metadata())
                        .build()));
    if (!refusal.violations().isEmpty()) {
      var badRequest = BadRequest.newBuilder();
      for (var violation : refusal.violations()) {
        badRequest
            .addFieldViolationsBuilder()
            .setField(violation.field())
            .setDescription(violation.description());
      }
      status.addDetails(Any.pack(badRequest.build()));
    }
    refusal
        .retryAfter()
        .ifPresent(delay ->
            status.addDetails(
                Any.pack(
                    RetryInfo.newBuilder()
                        .setRetryDelay(
                            com.google.protobuf.Duration.newBuilder()
                                .setSeconds(delay.toSeconds())
                                .setNanos(delay.toNanosPart()))
                        .build())));
    return status.build();
  }
}
