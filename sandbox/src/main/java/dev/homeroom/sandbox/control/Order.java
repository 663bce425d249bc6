package dev.homeroom.sandbox.control;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.homeroom.sandbox.district.DateForm;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.district.SyncState;
import dev.homeroom.sandbox.history.RandomHistory;
import dev.homeroom.sandbox.share.DataAccess;
import dev.homeroom.sandbox.share.Share;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The request of a command of the control API. The word of a kind is the command's path, its
 * components are the keys of the body.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NONE)
public sealed interface Order {
  /** The effect of a command, for people: a verb in the third person and what follows it. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface Does {
    /** The effect. */
    String value();
  }

  /** Changes the roster; the changes are made one after another. */
  @Does("applies changes in the SIS, all of them or none")
  record Changes(List<RosterChange> changes) implements Order {}

  /**
   * Makes the next steps of a random history.
   *
   * @param profile the kind of days; ordinary unless given
   * @param seed the district's seed unless given
   * @param steps 1 unless given
   */
  @Does("runs the next steps of a seeded history")
  record Random(
      Optional<RandomHistory.Profile> profile, Optional<Long> seed, Optional<Integer> steps)
      implements Order {}

  /** Changes a percentage of the district: above 0, at most 50. */
  @Does("changes about this percentage of the district")
  record Drift(double percent) implements Order {}

  /** Changes the district's share; the body is the share itself. */
  @Does("edits what the district shares")
  record Sharing(Share share) implements Order {}

  /** Changes the share of one school. */
  @Does("shares a school, or what matches in it, as its tech lead does")
  record ShareSchool(String school, Share.OfSchool choice) implements Order {}

  /** Ends the share of one school. */
  @Does("ends the sharing of a school, as its tech lead does")
  record UnshareSchool(String school) implements Order {}

  /** Changes the app's data access; the body is the data access itself. */
  @Does("switches roles and fields off, and all others on")
  record Access(DataAccess access) implements Order {}

  /** Pauses the syncs until a time or for a duration; exactly one of them is given. */
  @Does("pauses the syncs until a time, or for a duration")
  record Pause(Optional<Instant> until, Optional<Duration> duration) implements Order {}

  /** Ends a pause. */
  @Does("ends the pause")
  record Resume() implements Order {}

  /** Puts the next changes on hold. */
  @Does("puts the next changes of the SIS on hold")
  record Hold() implements Order {}

  /** Approves the changes on hold. */
  @Does("approves the changes on hold; they are delivered to the app")
  record Approve() implements Order {}

  /** Discards the changes on hold. */
  @Does("throws away the changes on hold; the app never sees them")
  record Discard() implements Order {}

  /** Makes the syncs fail with a text for people. */
  @Does("makes the syncs fail, with a text for people")
  record Fail(String error) implements Order {}

  /** Ends a failure. */
  @Does("makes the syncs succeed again")
  record Recover() implements Order {}

  /** Disconnects the district. */
  @Does("ends the token and the connection")
  record Disconnect() implements Order {}

  /** Connects the district. */
  @Does("connects again, with another token")
  record Connect() implements Order {}

  /** Replaces the token. */
  @Does("replaces the token")
  record Rotate() implements Order {}

  /** Registers the URIs where logins may end; logins that begin at Clever end at the first. */
  @Does("registers where logins may end, and nowhere else")
  record RedirectUris(List<String> uris) implements Order {}

  /** Ends the access tokens of a user; of all users if empty. */
  @Does("ends the access tokens of a user, or of all who signed in")
  record RevokeLogins(Optional<String> user) implements Order {}

  /** Changes the key of id_tokens. */
  @Does("signs id_tokens with another key")
  record RotateKeys() implements Order {}

  /**
   * Sets the clock to a time, by a duration forward (or back, if negative), or to the real time if
   * {@code now} is true; exactly one of them is given.
   */
  @Does("sets the district's clock, never behind the real time; tokens go by the real time")
  record Clock(Optional<Instant> to, Optional<Duration> advance, Optional<Boolean> now)
      implements Order {}

  /** Switches the app's events; must be given. */
  @Does("switches the app's events on or off")
  record Events(Optional<Boolean> on) implements Order {}

  /** Sets values of the district's record; those that are left out stay. */
  @Does("edits what the district's record says")
  record Profile(
      Optional<LocalDate> launchDate,
      Optional<List<String>> loginMethods,
      Optional<String> sisType,
      Optional<SyncState> healthyState,
      Optional<DateForm> dateForm)
      implements Order {}

  /** Reads the state. */
  @Does("returns the district's records, its sharing and the state of its syncs")
  record State() implements Order {}

  /** Reads the faults. */
  @Does("returns the active faults, how often each occurred, and all kinds of faults")
  record Faults() implements Order {}

  /** Switches a fault on; the body is the fault itself. */
  @Does("switches a fault on")
  record AddFault(JsonNode fault) implements Order {}

  /** Switches all faults off, or those of a kind. */
  @Does("switches all faults off, or those of a kind")
  record ClearFaults(Optional<String> kind) implements Order {}
}
