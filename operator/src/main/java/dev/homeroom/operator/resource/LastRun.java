package dev.homeroom.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** The sync that runs now, else the last one. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LastRun(
    @JsonPropertyDescription("The run's resource name at the server.") String name,
    @JsonPropertyDescription(
            "QUEUED, FETCHING, DIFFING, APPLYING, CHECKING, SUCCEEDED, SUCCEEDED_WITH_PLAN, FAILED"
                + " or CANCELLED.")
        String state,
    @JsonPropertyDescription(
            "The reason why it failed; absent otherwise. Example: CREDENTIALS_REJECTED.")
        @Nullable String reason) {}
