package dev.homeroom.server.access;

import dev.homeroom.server.access.DistrictGate.GateClosure;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.RefusedException;
import dev.homeroom.v1.ErrorReason;
import java.util.SortedSet;

/** Refuses calls that the caller has no right to make. */
public final class AccessRefusals {
  private AccessRefusals() {}

  /**
   * Refuses a caller that has none of the roles that the method is open to.
   *
   * @param method the method's full name
   * @param roles the roles that the method is open to, in lower case
   */
  public static RefusedException roleMissing(String method, SortedSet<String> roles) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_ROLE_MISSING,
            method
                + " is open to the roles "
                + String.join(", ", roles)
                + "; the caller holds none of them: by the server's access.yaml, or by the roster where"
                + " it is a Clever user.")
        .with("method", method)
        .with("roles", String.join(",", roles))
        .exception();
  }

  /**
   * Refuses a Clever user who is in no live roster. The sentence does not say which of the causes
   * it is.
   */
  public static RefusedException userNotInRoster() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_USER_NOT_IN_ROSTER,
            "The token is Clever's, but no roster here has its user as a student, teacher, staff or"
                + " district admin. The district may not share the user with this app in Clever, the user"
                + " may have been shared after the last sync, or may have left the district. Ask the"
                + " district to share the user, then sync the district.")
        .exception();
  }

  /**
   * Refuses to read or filter by a field that the caller may not read.
   *
   * @param field the request's or the record's field
   */
  public static RefusedException fieldNotGranted(String field) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_FIELD_NOT_GRANTED,
            "The caller is not allowed to read or filter by " + field + "; remove it.")
        .with("field", field)
        .exception();
  }

  /**
   * Refuses a decision over a whole district to a caller whose grants cover some of its schools.
   */
  public static RefusedException grantNotWhole(CleverId district) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_GRANT_NOT_WHOLE,
            "This decides for all of district "
                + district
                + ", and the caller is granted some of its schools; ask a reviewer whose grant in"
                + " access.yaml has no `schools`.")
        .with("district", district.toString())
        .exception();
  }

  /**
   * Ends a stream because the right that let the caller in has ended.
   *
   * @param why a sentence that names nobody
   */
  public static RefusedException ended(String why) {
    return Refusal.of(ErrorReason.ERROR_REASON_ACCESS_ENDED, why + " Resume with a new token.")
        .exception();
  }

  /** Refuses to let an app read a district. */
  static RefusedException closedForReaders(GateClosure closure, CleverId district) {
    return switch (closure) {
      case ENDED ->
          closed(
              ErrorReason.ERROR_REASON_DISTRICT_ENDED,
              district,
              "The declaration of district %s has ended, and the days for which apps may still read"
                  + " its roster are over; stop asking for it, or have the district declared again.");
      case NOT_ACCEPTED ->
          closed(
              ErrorReason.ERROR_REASON_ROSTER_NOT_ACCEPTED,
              district,
              "The roster of district %s has not been accepted, so that only reviewers may read it;"
                  + " wait until a reviewer accepts it.");
    };
  }

  /** Refuses to sign in the people of a district. */
  static RefusedException closedForSignIns(GateClosure closure, CleverId district) {
    return switch (closure) {
      case ENDED ->
          closed(
              ErrorReason.ERROR_REASON_DISTRICT_ENDED,
              district,
              "The declaration of district %s has ended, so its people cannot sign in; have the"
                  + " district declared again, or take its sign-in link away.");
      case NOT_ACCEPTED ->
          closed(
              ErrorReason.ERROR_REASON_ROSTER_NOT_ACCEPTED,
              district,
              "The roster of district %s has not been accepted, so its people cannot sign in; wait"
                  + " until a reviewer accepts it.");
    };
  }

  private static RefusedException closed(ErrorReason reason, CleverId district, String sentence) {
    return Refusal.of(reason, sentence.formatted(district)).withDistrict(district).exception();
  }
}
