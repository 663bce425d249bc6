package dev.homeroom.sandbox.control;

import dev.homeroom.sandbox.district.DateForm;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.district.SyncState;
import dev.homeroom.sandbox.history.RandomHistory.Profile;
import dev.homeroom.sandbox.share.Share;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What the bodies of commands hold, beside changes, shares, data access and faults themselves. */
final class Orders {
  private Orders() {}

  /** Nothing. */
  record Empty() {}

  /** Changes of the roster, made one after another and all at once. */
  record Changes(List<RosterChange> changes) {}

  /**
   * The next steps of a random history.
   *
   * @param profile ordinary days unless given
   * @param seed that of the district unless given
   * @param steps 1 unless given
   */
  record Random(Optional<Profile> profile, Optional<Long> seed, Optional<Integer> steps) {}

  /** An ordinary stretch of school life. */
  record Drifting(double percent) {}

  /** What a school's tech lead shares. */
  record SchoolShare(String school, Share.OfSchool choice) {}

  /** A school. */
  record School(String school) {}

  /** A pause until a time, or for so long. */
  record Pause(Optional<Instant> until, Optional<Duration> duration) {}

  /** A failure with a text for people. */
  record Failure(String error) {}

  /** Where logins may end; the first is that of logins that begin at Clever. */
  record RedirectUris(List<String> uris) {}

  /** Whose access tokens end; everybody's unless given. */
  record Logins(Optional<String> user) {}

  /**
   * A time to set the clock to, how far to set it forward, or whether to set it to the real time.
   */
  record Time(Optional<Instant> to, Optional<Duration> advance, Optional<Boolean> now) {}

  /** Whether the app gets events. */
  record Events(Optional<Boolean> on) {}

  /** What the district's record says; what is left out stays. */
  record Profiling(
      Optional<LocalDate> launchDate,
      Optional<List<String>> loginMethods,
      Optional<String> sisType,
      Optional<SyncState> healthyState,
      Optional<DateForm> dateForm) {}
}
