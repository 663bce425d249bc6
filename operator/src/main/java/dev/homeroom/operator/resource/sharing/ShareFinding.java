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
    @JsonPropertyDescription("The number of records or rules that it concerns.") Long count,
    @JsonPropertyDescription(
            "The first of them, at most 10: resource names of schools and sections, never of users;"
                + " rules as include[2].")
        List<String> samples,
    @JsonPropertyDescription("The finding and what to do, as a sentence for people.")
        String explanation) {}
