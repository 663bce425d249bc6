package dev.homeroom.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.homeroom.operator.resource.sharing.Sharing;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** The declaration of a district. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DistrictSyncSpec(
    @JsonPropertyDescription(
            "The district's id in Clever: 24 lower-case hexadecimal digits. Cannot be changed."
                + " Example: 4fd43cc56d11340000000005.")
        @Required
        @Pattern("^[0-9a-f]{24}$")
        @ValidationRule(
            value = "self == oldSelf",
            message =
                "districtId cannot be changed: make another DistrictSync for the other district")
        String districtId,
    @JsonPropertyDescription(
            "The Secret that holds the district-app token which Clever issued for this district."
                + " Without it the server looks the token up at Clever by the district's id.")
        @Nullable TokenSecretRef tokenSecretRef,
    @JsonPropertyDescription(
            "What the district is expected to share with the app in Clever. Once it is confirmed"
                + " only status.confirmedSharing, the same with more sections, or the target of"
                + " status.approvedSharingChange may be declared; confirmation stays free.")
        @Required
        Sharing sharing,
    @JsonPropertyDescription("When the district is synced. Default: every day at 02:00 UTC.")
        @Nullable Schedule schedule,
    @JsonPropertyDescription(
            "True: no sync starts, and the roster stays readable as it is. Default: false.")
        @Default("false")
        @Nullable Boolean suspend,
    @JsonPropertyDescription(
            "When removals and changes that a sync finds wait for a person, as a plan. A whole"
                + " school, and the last teacher or student of a school, always wait. Absent: every"
                + " default.")
        @Nullable Guard guard) {

  /** Returns whether syncs are suspended; false when not declared. */
  public boolean suspended() {
    return Boolean.TRUE.equals(suspend);
  }
}
