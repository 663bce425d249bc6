package dev.homeroom.operator.resource.sharing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of the roster that the declared sharing covers. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Share(
    @JsonPropertyDescription(
            "SHA-256 over the sharing and the schools and sections that it covers; a confirmation"
                + " names it.")
        String digest,
    @JsonPropertyDescription("The revision of the roster that it was computed at.") Long revision,
    @JsonPropertyDescription("The records that Clever shows and the share covers.")
        @Nullable ShareCounts covered,
    @JsonPropertyDescription(
            "The records that Clever shows and the share does not cover: left out, or kept with"
                + " onUndeclared Warn.")
        @Nullable ShareCounts undeclared,
    @JsonPropertyDescription("The differences between the declared sharing and Clever.")
        List<ShareFinding> findings) {}
