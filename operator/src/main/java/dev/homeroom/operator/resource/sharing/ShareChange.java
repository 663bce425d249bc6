package dev.homeroom.operator.resource.sharing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The records that the last revision which changed the share added to it and removed from it. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ShareChange(
    @JsonPropertyDescription("The revision.") Long revision,
    @JsonPropertyDescription("When it was written. Example: 2026-09-01T07:00:12Z.") String time,
    @JsonPropertyDescription("What joined.") ShareCounts added,
    @JsonPropertyDescription("What left.") ShareCounts removed) {}
