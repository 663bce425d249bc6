package dev.homeroom.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/**
 * The limits above which removals and changes wait for a person, counted over 24 hours against the
 * roster at their start.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Guard(
    @JsonPropertyDescription(
            "Removals of one kind wait when more than this share of it would be gone, in percent: 1"
                + " to 100, 100 for never. Default: 10.")
        @Default("10")
        @Min(1)
        @Max(100)
        @Nullable Integer removedPercent,
    @JsonPropertyDescription(
            "Changes of one kind wait when more than this share of it would change, in percent: 1"
                + " to 100, 100 for never. Default: 75.")
        @Default("75")
        @Min(1)
        @Max(100)
        @Nullable Integer changedPercent,
    @JsonPropertyDescription("Fewer students than this never wait: 1 to 1000000. Default: 25.")
        @Default("25")
        @Min(1)
        @Max(MOST)
        @Nullable Integer studentFloor,
    @JsonPropertyDescription("Fewer teachers than this never wait: 1 to 1000000. Default: 5.")
        @Default("5")
        @Min(1)
        @Max(MOST)
        @Nullable Integer teacherFloor,
    @JsonPropertyDescription(
            "Fewer staff, and fewer district admins, than this never wait: 1 to 1000000. Default:"
                + " 3.")
        @Default("3")
        @Min(1)
        @Max(MOST)
        @Nullable Integer staffFloor,
    @JsonPropertyDescription("Fewer sections than this never wait: 1 to 1000000. Default: 10.")
        @Default("10")
        @Min(1)
        @Max(MOST)
        @Nullable Integer sectionFloor,
    @JsonPropertyDescription("Fewer enrollments than this never wait: 1 to 1000000. Default: 250.")
        @Default("250")
        @Min(1)
        @Max(MOST)
        @Nullable Integer enrollmentFloor,
    @JsonPropertyDescription(
            "Removals wait when at least this many sections, and more than 3 % of them, would lose"
                + " their last student: 1 to 1000000. Default: 10.")
        @Default("10")
        @Min(1)
        @Max(MOST)
        @Nullable Integer emptiedSectionFloor) {
  private static final int MOST = 1_000_000;
}
