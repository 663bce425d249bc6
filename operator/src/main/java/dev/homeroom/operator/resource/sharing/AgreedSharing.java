package dev.homeroom.operator.resource.sharing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sharing that people agreed on, as the server reports it. Has the fields of the declared one,
 * but no validation rules.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record AgreedSharing(
    @JsonPropertyDescription(TYPE) @Required String type,
    @JsonPropertyDescription(SCHOOLS) @Nullable List<String> schools,
    @JsonPropertyDescription("Clever's ids of sections; absent where none is named.")
        @Nullable List<String> sections,
    @JsonPropertyDescription(RULES) @Nullable AgreedRules rules,
    @JsonPropertyDescription(INCLUDE_ALL_STAFF) @Required boolean includeAllStaff,
    @JsonPropertyDescription(ON_UNDECLARED) @Required String onUndeclared) {
  static final String TYPE = "The sharing type. Example: Schools.";
  static final String SCHOOLS = "Clever's ids of schools; absent where none is named.";
  static final String RULES = "The rules; absent unless the type is Rules.";
  static final String INCLUDE_ALL_STAFF = "Whether all staff of the district are covered.";
  static final String ON_UNDECLARED =
      "The policy for records that are not covered: Exclude or Warn.";
}
