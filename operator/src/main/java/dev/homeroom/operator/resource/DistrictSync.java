package dev.homeroom.operator.resource;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One school district that is kept in step with Clever. The spec is the declaration; the status is
 * the newest state from Homeroom's server.
 */
@Group("homeroom.dev")
@Version("v1")
@Kind("DistrictSync")
@Plural("districtsyncs")
@ShortNames("dsync")
@AdditionalPrinterColumn(name = "District", jsonPath = ".spec.districtId")
@AdditionalPrinterColumn(name = "Sharing", jsonPath = ".spec.sharing.type")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(
    name = "Plan",
    jsonPath = ".status.conditions[?(@.type==\"PlanPending\")].status")
@AdditionalPrinterColumn(
    name = "Suspended",
    jsonPath = ".spec.suspend",
    type = AdditionalPrinterColumn.Type.BOOLEAN,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Students",
    jsonPath = ".status.counts.students",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Last Sync",
    jsonPath = ".status.lastSyncTime",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "Next Sync", jsonPath = ".status.nextSyncTime")
@AdditionalPrinterColumn(
    name = "Revision",
    jsonPath = ".status.revision",
    type = AdditionalPrinterColumn.Type.INTEGER,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Confirmed",
    jsonPath = ".status.conditions[?(@.type==\"SharingConfirmed\")].status",
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public final class DistrictSync extends CustomResource<DistrictSyncSpec, DistrictSyncStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;

  /** Set this annotation to any new value to ask for a sync now. */
  public static final String SYNC_REQUESTED_AT = "homeroom.dev/sync-requested-at";

  @Override
  @Required
  @JsonPropertyDescription("The declaration of the district.")
  public DistrictSyncSpec getSpec() {
    return super.getSpec();
  }

  @Override
  @JsonPropertyDescription("The state of the district; written by the operator.")
  public @Nullable DistrictSyncStatus getStatus() {
    return super.getStatus();
  }

  /** Returns null, so that a patch of one part of a resource does not touch the rest. */
  @Override
  protected @Nullable DistrictSyncSpec initSpec() {
    return null;
  }

  @Override
  protected @Nullable DistrictSyncStatus initStatus() {
    return null;
  }

  /** Returns the status, or {@link DistrictSyncStatus#EMPTY} before the operator wrote one. */
  public static DistrictSyncStatus statusOf(DistrictSync resource) {
    var status = resource.getStatus();
    return status == null ? DistrictSyncStatus.EMPTY : status;
  }

  /** Returns the value of {@link #SYNC_REQUESTED_AT}, if set. */
  public static Optional<String> syncRequestOf(DistrictSync resource) {
    return Optional.ofNullable(resource.getMetadata().getAnnotations().get(SYNC_REQUESTED_AT));
  }
}
