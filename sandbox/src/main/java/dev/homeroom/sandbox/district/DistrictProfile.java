package dev.homeroom.sandbox.district;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The values of a district's record that do not come from its roster (sandbox/CLEVER.md 3.4, 6.5),
 * and the form of its dates.
 *
 * @param error a text for people; empty when nothing is wrong
 * @param pause empty while the district is not paused
 * @param launchDate the first day on which end users may log in to the app
 * @param loginMethods some of {@link #LOGIN_METHODS}
 * @param sisType {@code sftp} for uploaded files, else the name of an SIS
 * @param dateForm the form of the days of terms and enrollments
 */
public record DistrictProfile(
    SyncState state,
    String error,
    Optional<Pause> pause,
    LocalDate launchDate,
    List<String> loginMethods,
    String sisType,
    DateForm dateForm) {
  /** The login methods that Clever knows. */
  public static final List<String> LOGIN_METHODS =
      List.of("Clever Badges", "Canvas", "Clever Passwords", "Google", "LDAP", "SAML", "Other");

  /** A period without syncs. */
  public record Pause(Instant start, Instant end) {
    /** Refuses a pause that does not end after its start. */
    public Pause {
      if (!start.isBefore(end)) {
        throw new IllegalArgumentException(
            "a pause that starts at %s ends later than that, not at %s".formatted(start, end));
      }
    }
  }

  /** Refuses values that Clever would not show. */
  public DistrictProfile {
    loginMethods = List.copyOf(loginMethods);
    for (var method : loginMethods) {
      if (!LOGIN_METHODS.contains(method)) {
        throw new IllegalArgumentException(
            "login method %s is none of %s".formatted(method, String.join(", ", LOGIN_METHODS)));
      }
    }
    if (sisType.isBlank()) {
      throw new IllegalArgumentException("an SIS type is sftp or the name of an SIS, not empty");
    }
  }

  /** A healthy district that was launched at the start of the school year. */
  public static DistrictProfile healthy() {
    return new DistrictProfile(
        SyncState.RUNNING,
        "",
        Optional.empty(),
        LocalDate.of(2026, 8, 17),
        List.of("Clever Badges", "Clever Passwords"),
        "sftp",
        DateForm.PLAIN);
  }

  /** Returns a copy with another sync state, not paused. */
  public DistrictProfile in(SyncState newState, String newError) {
    return new DistrictProfile(
        newState, newError, Optional.empty(), launchDate, loginMethods, sisType, dateForm);
  }

  /** Returns a copy that is paused. */
  public DistrictProfile paused(Pause newPause) {
    return new DistrictProfile(
        SyncState.PAUSED, "", Optional.of(newPause), launchDate, loginMethods, sisType, dateForm);
  }

  /** Returns a copy with another launch date. */
  public DistrictProfile launching(LocalDate newDate) {
    return new DistrictProfile(state, error, pause, newDate, loginMethods, sisType, dateForm);
  }

  /** Returns a copy with other login methods. */
  public DistrictProfile loggingInBy(List<String> newMethods) {
    return new DistrictProfile(state, error, pause, launchDate, newMethods, sisType, dateForm);
  }

  /** Returns a copy with another kind of SIS. */
  public DistrictProfile fedBy(String newSisType) {
    return new DistrictProfile(state, error, pause, launchDate, loginMethods, newSisType, dateForm);
  }

  /** Returns a copy that writes days in another form. */
  public DistrictProfile writingDatesAs(DateForm newForm) {
    return new DistrictProfile(state, error, pause, launchDate, loginMethods, sisType, newForm);
  }
}
