package dev.homeroom.server.identity;

import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.RefusedException;
import dev.homeroom.v1.ErrorReason;

/** Refuses to begin or to complete a login. */
final class LoginRefusals {
  private LoginRefusals() {}

  /** Refuses a redirect URI that the caller's grants do not list. */
  static RefusedException redirectUriNotListed() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_REDIRECT_URI_NOT_LISTED,
            "access.yaml does not list this redirect_uri for the caller; add it to redirectUris of"
                + " its grant, and at Clever.")
        .exception();
  }

  /** Refuses a login that began at Clever and so has no state. */
  static RefusedException stateMissing() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_LOGIN_STATE_MISSING,
            "The login has no state, since it began at Clever; call BeginLogin and send the"
                + " browser to its authorize_url.")
        .exception();
  }

  /** Refuses a state that this caller was not given. */
  static RefusedException stateInvalid() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_LOGIN_STATE_INVALID,
            "state is not one that BeginLogin gave this caller; begin the login again.")
        .exception();
  }

  /** Refuses a login that another browser brings back. */
  static RefusedException secretWrong() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_LOGIN_SECRET_WRONG,
            "login_secret is not the one that BeginLogin gave with this state; begin the login"
                + " again in this browser.")
        .exception();
  }

  /** Refuses a login that took too long. */
  static RefusedException expired() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_LOGIN_EXPIRED,
            "The login was begun more than 10 minutes ago; begin it again.")
        .exception();
  }

  /** Refuses a code that Clever rejects or that was used before. */
  static RefusedException codeRejected() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_LOGIN_CODE_REJECTED,
            "The code was used before, for another login, or is more than a minute old; begin the"
                + " login again.")
        .exception();
  }

  /** Refuses an id_token that does not prove the login. */
  static RefusedException unproven() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_LOGIN_UNPROVEN,
            "Clever's id_token does not prove this login; begin it again, and where that does not"
                + " help compare the clocks, and access.yaml's users with Clever's discovery"
                + " document.")
        .exception();
  }

  /** Refuses to sign people in on a server without a sign-in. */
  static RefusedException notConfigured() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_SIGN_IN_NOT_CONFIGURED,
            "Nobody can sign in here: the server needs HOMEROOM_CLEVER_CLIENT_ID and its secret,"
                + " and access.yaml the section users.")
        .exception();
  }

  /** Refuses a login because Clever's token endpoint does not answer. */
  static RefusedException unavailable() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_SIGN_IN_UNAVAILABLE,
            "Clever does not exchange codes at the moment; try again, and begin the login again"
                + " where the code is spent.")
        .exception();
  }
}
