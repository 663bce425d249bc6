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

/**
 * The bodies of commands, apart from shares and data access, which are bodies themselves, and from
 * faults.
 */
final class CommandBodies {
  private CommandBodies() {}

  /** An empty body. */
  record Empty() {}

  /** Changes of the roster, made one after another, all of them or none. */
  record Changes(List<RosterChange> changes) {}

  /**
   * The next steps of a random history.
   *
   * @param profile the kind of days; ordinary unless given
   * @param seed the district's seed unless given
   * @param steps 1 unless given
   */
  record Random(Optional<Profile> profile, Optional<Long> seed, Optional<Integer> steps) {}

  /** The percentage of a drift. */
  record Drifting(double percent) {}

  /** The share of one school, by its tech lead. */
  record SchoolShare(String school, Share.OfSchool choice) {}

  /** A school. */
  record School(String school) {}

  /** A pause until a time or for a duration; exactly one of them is given. */
  record Pause(Optional<Instant> until, Optional<Duration> duration) {}

  /** A failure with a text for people. */
  record Failure(String error) {}

  /** The URIs where logins may end; logins that begin at Clever end at the first. */
  record RedirectUris(List<String> uris) {}

  /** The user whose access tokens end; all users if empty. */
  record Logins(Optional<String> user) {}

  /**
   * A time for the clock, a duration by which it is set forward (or back, if negative), or true for
   * the real time; exactly one of them is given.
   */
  record Time(Optional<Instant> to, Optional<Duration> advance, Optional<Boolean> now) {}

  /** True to switch the app's events on, false to switch them off; must be given. */
  record Events(Optional<Boolean> on) {}

  /** New values of the district's record; those that are left out stay. */
  record Profiling(
      Optional<LocalDate> launchDate,
      Optional<List<String>> loginMethods,
      Optional<String> sisType,
      Optional<SyncState> healthyState,
      Optional<DateForm> dateForm) {}
}
