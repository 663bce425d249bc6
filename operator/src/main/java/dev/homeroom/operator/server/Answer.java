package dev.homeroom.operator.server;

import java.time.Instant;
import java.util.Optional;

/** What came of a call to the server. */
public sealed interface Answer<T> {
  /** The server did it and told this. */
  record Told<T>(T value) implements Answer<T> {}

  /**
   * The server refused; the same call is refused again until somebody changes something.
   *
   * @param reason name of an {@code ErrorReason} without its prefix, for example {@code
   *     DISTRICT_OWNED}, or of the gRPC status code where the server gave no reason
   * @param message the server's sentence for people, field violations included
   * @param owner who owns the district, where that is the reason
   * @param until when the reason ends by itself, where the server says so
   * @param formerCluster how the cluster was called when the same resource became the owner, where
   *     it has another name now
   */
  record Refused<T>(
      String reason,
      String message,
      Optional<String> owner,
      Optional<Instant> until,
      Optional<String> formerCluster)
      implements Answer<T> {}

  /**
   * The server does not answer, or cannot do its work now; trying again may help.
   *
   * @param why the gRPC status code or the server's reason, a constant
   */
  record Unavailable<T>(String why) implements Answer<T> {}
}
