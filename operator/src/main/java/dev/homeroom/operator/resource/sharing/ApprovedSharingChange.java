package dev.homeroom.operator.resource.sharing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** The change of the confirmed sharing that a reviewer approved and that is not declared yet. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ApprovedSharingChange(
    @JsonPropertyDescription("The approval's id, a UUID.") @Required String id,
    @JsonPropertyDescription("The exact sharing that spec.sharing may change to.") @Required
        AgreedSharing to) {}
