package dev.homeroom.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** What a district is expected to share. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Sharing(
    @JsonPropertyDescription(
            "The sharing type that the district has set for the app in Clever. Clever's API does"
                + " not tell it, so it is declared: District (everything), Schools (chosen"
                + " schools), Sections (chosen sections), Rules (what rules match), SchoolSite"
                + " (what each school's tech lead shares). Example: Schools.")
        @Required
        SharingType type) {}
