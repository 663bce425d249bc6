package dev.homeroom.server.district;

import dev.homeroom.clever.http.CleverToken;
import dev.homeroom.server.access.Caller;
import dev.homeroom.server.access.DeclarationRights;
import dev.homeroom.server.credential.Sha256;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.generated.tables.records.DistrictDeclarationsRecord;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.server.rpc.Refusal.Violation;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.ResourceNames;
import dev.homeroom.server.sharing.DeclaredShare;
import dev.homeroom.server.sharing.DeclaredShares;
import dev.homeroom.server.sharing.SharingFields;
import dev.homeroom.server.sync.Schedule;
import dev.homeroom.server.sync.guard.GuardSettings;
import dev.homeroom.v1.AcceptancePolicy;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.ConfirmationPolicy;
import dev.homeroom.v1.DistrictSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The declaration in a request, checked and with every default filled in.
 *
 * @param confirmation manual or automatic
 * @param acceptance manual or not required
 * @param schedule of {@code cron} in {@code timeZone}
 */
record Declaration(
    CleverId district,
    DeclaredShare sharing,
    ConfirmationPolicy confirmation,
    String cron,
    String timeZone,
    Schedule schedule,
    boolean suspend,
    GuardSettings guard,
    AcceptancePolicy acceptance,
    Owner owner,
    Optional<CleverToken> token) {
  private static final String USUAL_CRON = "0 2 * * *";
  private static final String USUAL_TIME_ZONE = "UTC";
  private static final int LONGEST_TOKEN = 1024;

  /**
   * Checks a request; a refusal names every field that is wrong.
   *
   * @param caller the caller who makes the request
   */
  static Declaration of(ApplyDistrictRequest request, Caller caller) {
    var violations = new ArrayList<Violation>();
    var district = ResourceNames.parseDistrict(request.getName());
    if (district.isEmpty()) {
      violations.add(
          new Violation(
              "name",
              "must have the form districts/{district}, the id 24 lower-case hexadecimal digits"));
    }
    var declaredSharing = request.getSpec().getSharing();
    var sharing = SharingFields.read("spec.sharing", declaredSharing, violations);
    boolean automatic =
        declaredSharing.getConfirmation() == ConfirmationPolicy.CONFIRMATION_POLICY_AUTOMATIC;
    var declared = request.getSpec().getSchedule();
    var cron =
        declared.getCron().isEmpty()
            ? USUAL_CRON
            : declared.getCron().strip().replaceAll("\\s+", " ");
    var timeZone = declared.getTimeZone().isEmpty() ? USUAL_TIME_ZONE : declared.getTimeZone();
    var schedule = schedule(cron, timeZone, violations);
    var guard = Guards.of(request.getSpec().getGuard(), violations);
    var acceptance = acceptance(request.getSpec(), violations);
    var owner = Owner.of(request.hasOwner(), request.getOwner(), caller, violations);
    var token = token(request, violations);
    if (!violations.isEmpty() || district.isEmpty() || sharing.isEmpty() || schedule.isEmpty()) {
      throw RequestRefusals.invalidFields(violations);
    }
    return new Declaration(
        district.get(),
        sharing.get(),
        automatic
            ? ConfirmationPolicy.CONFIRMATION_POLICY_AUTOMATIC
            : ConfirmationPolicy.CONFIRMATION_POLICY_MANUAL,
        cron,
        timeZone,
        schedule.get(),
        request.getSpec().getSuspend(),
        guard,
        acceptance,
        owner,
        token);
  }

  /** Refuses a declaration that the caller's grant, or the request itself, does not permit. */
  void requireGranted(DeclarationRights rights, boolean tokenRequired) {
    if (confirmation == ConfirmationPolicy.CONFIRMATION_POLICY_AUTOMATIC
        && !rights.automaticConfirmation()) {
      throw DeclarationRefusals.automaticConfirmationNotGranted(district);
    }
    if (token.isEmpty() && (tokenRequired || !rights.withoutToken())) {
      throw DeclarationRefusals.tokenRequired(district);
    }
  }

  /** The confirmation policy in the form of the database. */
  String confirmationWord() {
    return EnumWords.word(confirmation);
  }

  /**
   * SHA-256 over the declared spec in a fixed form: equal specs have equal hashes, even across
   * releases.
   */
  String specHash() {
    var canonical = String.join("\n", "1", sharing.canonical(), cron, timeZone, "" + suspend);
    if (confirmation == ConfirmationPolicy.CONFIRMATION_POLICY_AUTOMATIC) {
      canonical += "\n" + confirmationWord();
    }
    if (!guard.equals(GuardSettings.USUAL)) {
      canonical += "\n" + guard;
    }
    if (acceptance != AcceptancePolicy.ACCEPTANCE_POLICY_NOT_REQUIRED) {
      canonical += "\nacceptance " + EnumWords.word(acceptance);
    }
    return Sha256.hex(canonical);
  }

  /** The spec of a database row. */
  static DistrictSpec spec(DistrictDeclarationsRecord row) {
    return DistrictSpec.newBuilder()
        .setSharing(
            DeclaredShares.shown(row).toBuilder()
                .setConfirmation(EnumWords.of(ConfirmationPolicy.class, row.getConfirmation())))
        .setSchedule(
            dev.homeroom.v1.Schedule.newBuilder()
                .setCron(row.getCron())
                .setTimeZone(row.getTimeZone()))
        .setSuspend(row.getSuspend())
        .setGuard(Guards.wire(Guards.of(row)))
        .setAcceptance(EnumWords.of(AcceptancePolicy.class, row.getAcceptance()))
        .build();
  }

  private static AcceptancePolicy acceptance(DistrictSpec spec, List<Violation> violations) {
    return switch (spec.getAcceptance()) {
      case ACCEPTANCE_POLICY_MANUAL -> AcceptancePolicy.ACCEPTANCE_POLICY_MANUAL;
      case ACCEPTANCE_POLICY_NOT_REQUIRED, ACCEPTANCE_POLICY_UNSPECIFIED ->
          AcceptancePolicy.ACCEPTANCE_POLICY_NOT_REQUIRED;
      case UNRECOGNIZED -> {
        violations.add(
            new Violation("spec.acceptance", "must be MANUAL, NOT_REQUIRED or unspecified"));
        yield AcceptancePolicy.ACCEPTANCE_POLICY_NOT_REQUIRED;
      }
    };
  }

  private static Optional<Schedule> schedule(
      String cron, String timeZone, List<Violation> violations) {
    try {
      return Optional.of(Schedule.of(cron, timeZone));
    } catch (IllegalArgumentException malformed) {
      var sentence = String.valueOf(malformed.getMessage());
      violations.add(
          new Violation(
              sentence.equals(Schedule.ZONE_FORM)
                  ? "spec.schedule.time_zone"
                  : "spec.schedule.cron",
              sentence));
      return Optional.empty();
    }
  }

  private static Optional<CleverToken> token(
      ApplyDistrictRequest request, List<Violation> violations) {
    if (!request.hasCleverToken()) {
      return Optional.empty();
    }
    var token = request.getCleverToken();
    if (token.length() <= LONGEST_TOKEN) {
      try {
        return Optional.of(CleverToken.of(token));
      } catch (IllegalArgumentException malformed) {
        // Refused below.
      }
    }
    violations.add(
        new Violation(
            "clever_token", "must have 1 to " + LONGEST_TOKEN + " visible ASCII characters"));
    return Optional.empty();
  }
}
