package dev.homeroom.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.homeroom.operator.resource.sharing.ApprovedSharingChange;
import dev.homeroom.operator.resource.sharing.ConfirmedSharing;
import dev.homeroom.operator.resource.sharing.Share;
import dev.homeroom.operator.resource.sharing.ShareChange;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state of a district as the operator knows it. Times are RFC 3339 in UTC, whole seconds. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DistrictSyncStatus(
    @JsonPropertyDescription("The generation of the spec that this status is about.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Facts about the district; CredentialsValid, Synced, SharingConfirmed, PlanPending,"
                + " Incomplete, Stalled and Ready.")
        @Nullable List<StatusCondition> conditions,
    @JsonPropertyDescription("Sizes of the roster at the revision.") @Nullable Counts counts,
    @JsonPropertyDescription(
            "Number of the roster's state; raised by one by each sync that changes anything.")
        @Nullable Long revision,
    @JsonPropertyDescription("When a sync last succeeded. Example: 2026-09-01T07:00:12Z.")
        @Nullable String lastSyncTime,
    @JsonPropertyDescription(
            "When the schedule starts the next sync; absent while suspended. Example:"
                + " 2026-09-02T07:00:00Z.")
        @Nullable String nextSyncTime,
    @JsonPropertyDescription("The sync that runs now, else the last one.")
        @Nullable LastRun lastRun,
    @JsonPropertyDescription("The server's hash over the spec as it applied it.")
        @Nullable String appliedSpecHash,
    @JsonPropertyDescription(
            "The server's keyed hash of the token that it holds; changes when the token does.")
        @Nullable String credentialHash,
    @JsonPropertyDescription(
            "The digest of the plan that waits for a person, for its approval; absent while there is"
                + " none.")
        @Nullable String planDigest,
    @JsonPropertyDescription("What the declared sharing comes to; absent before the first sync.")
        @Nullable Share share,
    @JsonPropertyDescription(
            "The sharing that was confirmed; absent until then. From then on spec.sharing is frozen:"
                + " this, or this with more sections, can be declared.")
        @Nullable ConfirmedSharing confirmedSharing,
    @JsonPropertyDescription(
            "The change of the confirmed sharing that a reviewer approved and that is not declared"
                + " yet; absent while there is none.")
        @Nullable ApprovedSharingChange approvedSharingChange,
    @JsonPropertyDescription(
            "What the last revision that changed the share added to it and took from it.")
        @Nullable ShareChange lastShareChange,
    @JsonPropertyDescription(
            "The value of the annotation homeroom.dev/sync-requested-at that was last acted upon.")
        @Nullable String lastHandledSyncRequest) {

  /** The status of a district about which nothing is known yet. */
  public static final DistrictSyncStatus EMPTY =
      new DistrictSyncStatus(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

  /** Returns this status with other conditions. */
  public DistrictSyncStatus withConditions(List<StatusCondition> others) {
    return new DistrictSyncStatus(
        observedGeneration,
        others,
        counts,
        revision,
        lastSyncTime,
        nextSyncTime,
        lastRun,
        appliedSpecHash,
        credentialHash,
        planDigest,
        share,
        confirmedSharing,
        approvedSharingChange,
        lastShareChange,
        lastHandledSyncRequest);
  }

  /** Returns the condition of this type, if the status has it. */
  public Optional<StatusCondition> condition(String type) {
    return conditions == null
        ? Optional.empty()
        : conditions.stream().filter(each -> each.type().equals(type)).findFirst();
  }
}
