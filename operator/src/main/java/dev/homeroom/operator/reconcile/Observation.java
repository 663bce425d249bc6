package dev.homeroom.operator.reconcile;

import dev.homeroom.operator.server.Answer.Refused;
import dev.homeroom.v1.DistrictState;
import java.util.Optional;

/** What one pass found out about a resource. */
sealed interface Observation {
  /** The server has the declaration as it stands now, and told how the district fares. */
  record Applied(DistrictState state) implements Observation {}

  /**
   * The declaration was not sent, because the token it refers to cannot be read.
   *
   * @param last how the district fares with what was declared before, if anything
   */
  record TokenUnreadable(TokenReading.Problem problem, Optional<DistrictState> last)
      implements Observation {}

  /**
   * The declaration was not sent, because the administrator does not allow it.
   *
   * @param last how the district fares with what was declared before, if anything
   */
  record NotAllowed(Permission.Missing missing, Optional<DistrictState> last)
      implements Observation {}

  /**
   * The server refused the declaration.
   *
   * @param last how the district fares with what was declared before, if anything
   */
  record Declined(Refused<DistrictState> refusal, Optional<DistrictState> last)
      implements Observation {}

  /** The server did not answer. */
  record NoAnswer(String why) implements Observation {}

  /** How the district fares, where this pass learned it. */
  default Optional<DistrictState> told() {
    return switch (this) {
      case Applied applied -> Optional.of(applied.state());
      case TokenUnreadable unreadable -> unreadable.last();
      case NotAllowed denied -> denied.last();
      case Declined declined -> declined.last();
      case NoAnswer _ -> Optional.empty();
    };
  }
}
