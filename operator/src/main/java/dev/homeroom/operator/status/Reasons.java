package dev.homeroom.operator.status;

import com.google.protobuf.ProtocolMessageEnum;
import dev.homeroom.v1.SyncFailure;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The reasons of conditions, for programs. They do not change between releases. */
public final class Reasons {
  static final String ACCEPTED_BY_CLEVER = "AcceptedByClever";
  static final String REFUSED_BY_CLEVER = "RefusedByClever";
  static final String NOT_TRIED_YET = "NotTriedYet";
  public static final String TOKEN_SECRET_MISSING = "TokenSecretMissing";
  public static final String TOKEN_SECRET_FORBIDDEN = "TokenSecretForbidden";
  public static final String TOKEN_KEY_MISSING = "TokenKeyMissing";
  public static final String TOKEN_MALFORMED = "TokenMalformed";

  static final String SUCCEEDED = "Succeeded";
  static final String RUNNING = "Running";
  static final String CANCELLED = "Cancelled";
  static final String NEVER_RUN = "NeverRun";
  static final String NEVER_SYNCED = "NeverSynced";

  static final String NOT_COMPUTED = "NotComputed";
  static final String WAITING_FOR_REVIEWER = "WaitingForReviewer";
  static final String WAITING_FOR_SYNC = "WaitingForSync";
  static final String CONFIRMED = "Confirmed";
  static final String CONFLICT = "Conflict";
  static final String SHARING_FROZEN = "SharingFrozen";

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
  static final String CLUSTER_RENAMED = "ClusterRenamed";
  static final String DISTRICT_RESERVED = "DistrictReserved";
  public static final String DISTRICT_NOT_ALLOWED = "DistrictNotAllowed";
  public static final String TOKEN_REQUIRED = "TokenRequired";
  public static final String AUTOMATIC_NOT_ALLOWED = "AutomaticNotAllowed";
  static final String NOT_STALLED = "NotStalled";

  private Reasons() {}

  /**
   * Returns the reason of a failed run, for example {@code CredentialsRejected}; {@code Failed}
   * where the server gave no reason.
   */
  static String of(SyncFailure failure) {
    return failure == SyncFailure.SYNC_FAILURE_UNSPECIFIED || failure == SyncFailure.UNRECOGNIZED
        ? "Failed"
        : of(failure, "SYNC_FAILURE_");
  }

  /** Returns a value of the contract in camel case, for example {@code SchoolSite}. */
  static String of(ProtocolMessageEnum value, String prefix) {
    var name = value.toString();
    var words = (name.startsWith(prefix) ? name.substring(prefix.length()) : name).split("_", -1);
    return Arrays.stream(words)
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }
}
