package dev.homeroom.operator.resource.sharing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules by which a district shares records. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SharingRules(
    @JsonPropertyDescription(
            "Records that any of these rules matches are covered, unless a rule of exclude matches"
                + " them too. At least 1, at most 100, none twice.")
        @Required
        @Size(min = 1, max = 100)
        List<SharingRule> include,
    @JsonPropertyDescription(
            "Records that any of these rules matches are not covered. At most 100, none twice."
                + " Default: none.")
        @Size(max = 100)
        @Nullable List<SharingRule> exclude) {}
