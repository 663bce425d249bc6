package dev.homeroom.operator.client;

import java.time.Instant;
import java.util.Optional;

/** The outcome of a call to the server. */
public sealed interface Answer<T> {
  /**
   * The server carried out the call.
   *
   * @param value its response
   */
  record Success<T>(T value) implements Answer<T> {}

  /**
   * The server refused; the same call is refused again until somebody changes something.
   *
   * @param reason name of an {@code ErrorReason} without its prefix, for example {@code
   *     DISTRICT_OWNED}, or of the gRPC status code where the server gave no reason
   * @param message the server's sentence for people, field violations included
   * @param owner the owner of the district, where that is the reason
   * @param until the time at which the reason ends by itself, where the server says so
   * @param formerCluster the cluster's name when the same resource became the owner, where it has
   *     another name now
   */
  record Refused<T>(
      String reason,
      String message,
      Optional<String> owner,
      Optional<Instant> until,
      Optional<String> formerCluster)
      implements Answer<T> {}

  /**
   * The server does not answer, or cannot do its work now; a retry may succeed.
   *
   * @param why the gRPC status code or the server's reason, a constant
   */
  record Unavailable<T>(String why) implements Answer<T> {}
}
