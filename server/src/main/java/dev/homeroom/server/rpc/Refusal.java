package dev.homeroom.server.rpc;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.rpc.call.RefusalInterceptor;
import dev.homeroom.v1.ErrorReason;
import dev.homeroom.v1.ErrorsProto;
import io.grpc.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A refused call. The factories of each feature ({@code …Refusals}) make one to throw, and {@link
 * RefusalInterceptor} turns it into a status.
 *
 * @param reason as the contract names it
 * @param sentence says to people what happened and what to do; names no person
 * @param metadata more for programs; names resources, never people
 * @param violations the wrong fields; empty unless that is the reason
 * @param retryAfter the time after which to try again; empty if that does not help
 */
public record Refusal(
    ErrorReason reason,
    String sentence,
    Map<String, String> metadata,
    List<Violation> violations,
    Optional<Duration> retryAfter) {
  private static final Duration SHORTLY = Duration.ofSeconds(1);

  /**
   * A wrong field.
   *
   * @param field its path in the request, for example {@code spec.schedule.cron}
   * @param description what is allowed, with an example; does not repeat the value
   */
  public record Violation(String field, String description) {}

  /** Keeps copies. */
  public Refusal {
    metadata = Map.copyOf(metadata);
    violations = List.copyOf(violations);
  }

  /** Returns a refusal without details; one that is UNAVAILABLE is to be tried again shortly. */
  public static Refusal of(ErrorReason reason, String sentence) {
    var retry =
        code(reason) == Status.Code.UNAVAILABLE ? Optional.of(SHORTLY) : Optional.<Duration>empty();
    return new Refusal(reason, sentence, Map.of(), List.of(), retry);
  }

  /** Returns this with one more entry of metadata. */
  public Refusal with(String key, String value) {
    var more = new HashMap<>(metadata);
    more.put(key, value);
    return new Refusal(reason, sentence, more, violations, retryAfter);
  }

  /** Returns this with one more entry of metadata if there is a value. */
  public Refusal with(String key, Optional<String> value) {
    return value.map(present -> with(key, present)).orElse(this);
  }

  /** Returns this with the district's name in the metadata. */
  public Refusal withDistrict(CleverId district) {
    return with("district", ResourceNames.district(district));
  }

  Refusal withViolations(List<Violation> wrong) {
    return new Refusal(reason, sentence, metadata, wrong, retryAfter);
  }

  Refusal withRetryAfter(Duration delay) {
    return new Refusal(reason, sentence, metadata, violations, Optional.of(delay));
  }

  /** Returns the status code that the contract gives the reason. */
  public Status.Code code() {
    return code(reason);
  }

  private static Status.Code code(ErrorReason reason) {
    var option = reason.getValueDescriptor().getOptions().getExtension(ErrorsProto.statusCode);
    return Status.Code.valueOf(option);
  }

  /** Returns the refusal as an exception to throw. */
  public RefusedException exception() {
    return new RefusedException(this);
  }
}
