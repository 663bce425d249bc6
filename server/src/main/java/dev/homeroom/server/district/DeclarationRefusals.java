package dev.homeroom.server.district;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.RefusedException;
import dev.homeroom.v1.ErrorReason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Refuses declarations of districts. */
final class DeclarationRefusals {
  private DeclarationRefusals() {}

  /**
   * Refuses a district that somebody else declares.
   *
   * @param owner who declares it, for people and programs
   * @param formerCluster the former cluster name of the same resource
   */
  static RefusedException owned(CleverId district, String owner, Optional<String> formerCluster) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_DISTRICT_OWNED,
            "District "
                + district
                + " is declared by "
                + owner
                + "; have that owner delete its declaration first.")
        .withDistrict(district)
        .with("owner", owner)
        .with("formerCluster", formerCluster)
        .exception();
  }

  /** Refuses a district that is reserved for the namespace that declared it last. */
  static RefusedException reserved(CleverId district, Instant until) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_DISTRICT_RESERVED,
            "District "
                + district
                + " was declared elsewhere and is kept for its former owner until "
                + until.truncatedTo(ChronoUnit.SECONDS)
                + "; wait, or have that owner or a reviewer release it.")
        .withDistrict(district)
        .with("until", until.truncatedTo(ChronoUnit.SECONDS).toString())
        .exception();
  }

  /** Refuses a declaration without a token. */
  static RefusedException tokenRequired(CleverId district) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_CLEVER_TOKEN_REQUIRED,
            "District "
                + district
                + " may not be declared without its token here; send the token that Clever shows for it,"
                + " or have withoutToken set in the caller's grant in access.yaml.")
        .withDistrict(district)
        .exception();
  }

  /** Refuses a sharing that is to be confirmed without a reviewer. */
  static RefusedException automaticConfirmationNotGranted(CleverId district) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_AUTOMATIC_CONFIRMATION_NOT_GRANTED,
            "What district "
                + district
                + " shares may not be confirmed without a reviewer here; declare manual confirmation, or"
                + " have automaticConfirmation set in the caller's grant in access.yaml.")
        .withDistrict(district)
        .exception();
  }

  /**
   * Refuses a new owner whose token is not that of the district.
   *
   * @param why a clause that repeats nothing of the token
   */
  static RefusedException tokenNotProven(CleverId district, String why) {
    return Refusal.of(
            ErrorReason.ERROR_REASON_CLEVER_TOKEN_NOT_PROVEN,
            "The token does not prove district "
                + district
                + ": "
                + why
                + ". A new owner needs the token that Clever shows for this district.")
        .withDistrict(district)
        .exception();
  }

  /** Refuses a declaration because Clever did not say to which district its token belongs. */
  static RefusedException cleverUnavailable() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_CLEVER_UNAVAILABLE,
            "Clever gave no answer, so the token could not be proven; nothing was changed. Retry"
                + " with back-off.")
        .exception();
  }

  /** Refuses credentials that came over a connection that others can read. */
  static RefusedException tlsRequired() {
    return Refusal.of(
            ErrorReason.ERROR_REASON_TLS_REQUIRED,
            "Credentials are taken by TLS alone; call with TLS, or from the server's own machine.")
        .exception();
  }
}
