package dev.homeroom.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One fact about a district, in the usual Kubernetes form. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record StatusCondition(
    @JsonPropertyDescription("What the fact is about. Example: Ready.")
        @Required
        @Size(min = 1, max = 316)
        String type,
    @JsonPropertyDescription("True, False or Unknown.") @Required @Pattern("^(True|False|Unknown)$")
        String status,
    @JsonPropertyDescription("The generation of the spec that the fact was found for.") @Required
        Long observedGeneration,
    @JsonPropertyDescription("When the status last became another one, RFC 3339.") @Required
        String lastTransitionTime,
    @JsonPropertyDescription("Why, as a constant for programs. Example: TokenSecretMissing.")
        @Required
        @Size(min = 1, max = 1024)
        String reason,
    @JsonPropertyDescription("Why and what to do next, as a sentence for people.")
        @Required
        @Size(min = 0, max = 32768)
        String message) {}
