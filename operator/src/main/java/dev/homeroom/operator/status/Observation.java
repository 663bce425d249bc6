package dev.homeroom.operator.status;

import dev.homeroom.operator.client.Answer.Refused;
import dev.homeroom.v1.DistrictState;
import java.util.Optional;

/** The result of one pass for a resource. */
public sealed interface Observation {
  /**
   * The server has the current declaration.
   *
   * @param state the district's state
   */
  record Applied(DistrictState state) implements Observation {}

  /**
   * The declaration was not sent, because the token that it refers to cannot be read.
   *
   * @param last the district's state under the former declaration, if any
   */
  record TokenUnreadable(TokenReading.Problem problem, Optional<DistrictState> last)
      implements Observation {}

  /**
   * The declaration was not sent, because the administrator does not allow it.
   *
   * @param last the district's state under the former declaration, if any
   */
  record NotAllowed(Permission.Missing missing, Optional<DistrictState> last)
      implements Observation {}

  /**
   * The server refused the declaration.
   *
   * @param last the district's state under the former declaration, if any
   */
  record Declined(Refused<DistrictState> refusal, Optional<DistrictState> last)
      implements Observation {}

  /**
   * The server did not answer, or cannot serve now.
   *
   * @param why the gRPC status code or the server's reason
   */
  record NoAnswer(String why) implements Observation {}

  /** Returns the district's state, if this pass learned it. */
  default Optional<DistrictState> knownState() {
    return switch (this) {
      case Applied applied -> Optional.of(applied.state());
      case TokenUnreadable unreadable -> unreadable.last();
      case NotAllowed denied -> denied.last();
      case Declined declined -> declined.last();
      case NoAnswer _ -> Optional.empty();
    };
  }
}
