package dev.homeroom.operator.resource.sharing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** A difference between the declared sharing and Clever. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ShareFinding(
    @JsonPropertyDescription(
            "UndeclaredSections, UndeclaredSchools, UndeclaredUsers, ShareNarrowerThanDeclared,"
                + " ShareBroaderThanAdvised or SchoolSiteNotYetShared.")
        String kind,
    @JsonPropertyDescription("Warning (holds nothing up) or Error.") String severity,
    @JsonPropertyDescription("How many records or rules it concerns.") Long count,
    @JsonPropertyDescription(
            "The first of them, at most 10: resource names of schools and sections, never of users;"
                + " rules as include[2].")
        List<String> samples,
    @JsonPropertyDescription("What it is and what to do, as a sentence for people.")
        String explanation) {}
