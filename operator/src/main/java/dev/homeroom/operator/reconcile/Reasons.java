package dev.homeroom.operator.reconcile;

import dev.homeroom.v1.SyncFailure;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The reasons that conditions carry, for programs: they do not change between releases. */
final class Reasons {
  static final String ACCEPTED_BY_CLEVER = "AcceptedByClever";
  static final String REFUSED_BY_CLEVER = "RefusedByClever";
  static final String NOT_TRIED_YET = "NotTriedYet";
  static final String TOKEN_SECRET_MISSING = "TokenSecretMissing";
  static final String TOKEN_KEY_MISSING = "TokenKeyMissing";
  static final String TOKEN_MALFORMED = "TokenMalformed";

  static final String SUCCEEDED = "Succeeded";
  static final String RUNNING = "Running";
  static final String CANCELLED = "Cancelled";
  static final String NEVER_RUN = "NeverRun";

  static final String PLAN_WAITS = "PlanWaits";
  static final String NO_PLAN = "NoPlan";
  static final String COUNTS_DIFFER = "CountsDiffer";
  static final String COUNTS_AGREE = "CountsAgree";

  static final String READY = "Ready";
  static final String SUSPENDED = "Suspended";
  static final String SERVER_UNAVAILABLE = "ServerUnavailable";
  static final String ACCESS_REFUSED = "AccessRefused";
  static final String DISTRICT_OWNED = "DistrictOwned";
  static final String SPEC_REFUSED = "SpecRefused";
  static final String SERVER_REFUSED = "ServerRefused";

  private Reasons() {}

  /** For example {@code CredentialsRejected}; {@code Failed} where the server gave no reason. */
  static String of(SyncFailure failure) {
    if (failure == SyncFailure.SYNC_FAILURE_UNSPECIFIED || failure == SyncFailure.UNRECOGNIZED) {
      return "Failed";
    }
    var words = failure.name().substring("SYNC_FAILURE_".length()).split("_", -1);
    return Arrays.stream(words)
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }
}
