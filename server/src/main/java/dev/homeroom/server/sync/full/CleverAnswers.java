package dev.homeroom.server.sync.full;

import dev.homeroom.clever.http.CleverException;
import dev.homeroom.clever.http.CleverFailure;
import dev.homeroom.clever.http.CleverFailure.Credential;
import dev.homeroom.server.sync.stage.SyncFailedException;
import dev.homeroom.v1.SyncFailure;

/** Explains, in a run's words, why Clever gave no answer and what to do. */
public final class CleverAnswers {
  private static final String REFUSED =
      "Clever refuses the district's token. Declare the token that Clever's app dashboard shows"
          + " for the district now, and sync again.";

  private CleverAnswers() {}

  /** Returns the failure of the run. */
  public static SyncFailedException failed(CleverException exception) {
    return switch (exception.failure()) {
      case CleverFailure.Unauthorized refused -> rejected(exception, refused.credential(), REFUSED);
      case CleverFailure.Forbidden refused ->
          rejected(
              exception,
              refused.credential(),
              "Clever does not let the district's token read the roster. Declare the district-app"
                  + " token of the district, not one of a person, and sync again.");
      case CleverFailure.RateLimited limited ->
          unavailable(exception, limited.sentence() + " The next sync tries again.");
      case CleverFailure.Unavailable away ->
          unavailable(
              exception, away.sentence() + " The next sync tries again; see status.clever.com.");
      case CleverFailure.NotFound nothing -> unexpected(exception, nothing.sentence());
      case CleverFailure.BadRequest bad -> unexpected(exception, bad.sentence());
      case CleverFailure.Unexpected unread -> unexpected(exception, unread.sentence());
    };
  }

  /** Returns whether Clever refused the district's own token. */
  public static boolean tokenRefused(CleverException exception) {
    return switch (exception.failure()) {
      case CleverFailure.Unauthorized(var credential) -> credential == Credential.DISTRICT_TOKEN;
      case CleverFailure.Forbidden(var credential) -> credential == Credential.DISTRICT_TOKEN;
      case CleverFailure.NotFound _,
          CleverFailure.BadRequest _,
          CleverFailure.RateLimited _,
          CleverFailure.Unavailable _,
          CleverFailure.Unexpected _ ->
          false;
    };
  }

  /** Returns whether the run failed because of the district's token. */
  public static boolean tokenRefused(SyncFailure failure) {
    return failure == SyncFailure.SYNC_FAILURE_CREDENTIALS_REJECTED
        || failure == SyncFailure.SYNC_FAILURE_WRONG_DISTRICT;
  }

  private static SyncFailedException rejected(
      CleverException exception, Credential credential, String message) {
    return new SyncFailedException(
        SyncFailure.SYNC_FAILURE_CREDENTIALS_REJECTED,
        switch (credential) {
          case DISTRICT_TOKEN -> message;
          case CLIENT_SECRET ->
              "Clever refuses the server's client id and secret, so no token can be looked up. Set"
                  + " HOMEROOM_CLEVER_CLIENT_ID and its secret (the chart's clever.secret), or declare"
                  + " the district's token.";
        },
        exception);
  }

  private static SyncFailedException unavailable(CleverException exception, String message) {
    return new SyncFailedException(
        SyncFailure.SYNC_FAILURE_CLEVER_UNAVAILABLE,
        exception.operation() + ": " + message,
        exception);
  }

  private static SyncFailedException unexpected(CleverException exception, String sentence) {
    return new SyncFailedException(
        SyncFailure.SYNC_FAILURE_CLEVER_UNEXPECTED,
        exception.operation()
            + ": "
            + sentence
            + " Check HOMEROOM_CLEVER_API_URL and HOMEROOM_CLEVER_VERSION (the chart's clever.apiUrl"
            + " and clever.version); if they are right, ask Clever's support.",
        exception);
  }
}
