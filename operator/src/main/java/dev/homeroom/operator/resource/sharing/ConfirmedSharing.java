package dev.homeroom.operator.resource.sharing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The confirmed sharing. The CRD compares each change of {@code spec.sharing} with it.
 *
 * @param sections present, even if empty, exactly where the sharing names sections
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ConfirmedSharing(
    @JsonPropertyDescription(AgreedSharing.TYPE) @Required String type,
    @JsonPropertyDescription(AgreedSharing.SCHOOLS) @Nullable List<String> schools,
    @JsonPropertyDescription(
            "Where the sharing names sections: those of them that Clever still shows, which"
                + " spec.sharing.sections has to hold. Absent where it names none.")
        @Nullable List<String> sections,
    @JsonPropertyDescription(AgreedSharing.RULES) @Nullable AgreedRules rules,
    @JsonPropertyDescription(AgreedSharing.INCLUDE_ALL_STAFF) @Required boolean includeAllStaff,
    @JsonPropertyDescription(AgreedSharing.ON_UNDECLARED) @Required String onUndeclared,
    @JsonPropertyDescription(
            "Type Sections: the sections that are shared since the confirmation, or since they were"
                + " adopted.")
        @Nullable PinnedSections pinned,
    @JsonPropertyDescription("The revision of the roster that was confirmed.") Long revision,
    @JsonPropertyDescription("The digest of the share that was confirmed.") String digest,
    @JsonPropertyDescription("When it was confirmed. Example: 2026-09-01T07:00:12Z.")
        @Nullable String confirmTime) {

  /** The sections that the server keeps as confirmed. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record PinnedSections(
      @JsonPropertyDescription("How many they are, whether Clever still shows them or not.")
          Long count,
      @JsonPropertyDescription("SHA-256 over their ids, in lower-case hexadecimal digits.")
          String digest) {}
}
