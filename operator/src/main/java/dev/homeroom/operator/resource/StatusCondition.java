package dev.homeroom.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One fact about a district, in the usual Kubernetes form. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StatusCondition(
    @JsonPropertyDescription("The subject of the condition. Example: Ready.")
        @Required
        @Size(min = 1, max = 316)
        String type,
    @JsonPropertyDescription("True, False or Unknown.") @Required @Pattern("^(True|False|Unknown)$")
        String status,
    @JsonPropertyDescription("The generation of the spec that the fact was found for.") @Required
        Long observedGeneration,
    @JsonPropertyDescription("The time when the status last changed, RFC 3339.") @Required
        String lastTransitionTime,
    @JsonPropertyDescription("The reason, as a constant for programs. Example: TokenSecretMissing.")
        @Required
        @Size(min = 1, max = 1024)
        String reason,
    @JsonPropertyDescription("The reason and the next step, as a sentence for people.")
        @Required
        @Size(min = 0, max = 32768)
        String message) {}
