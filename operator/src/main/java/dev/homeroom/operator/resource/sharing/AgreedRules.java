package dev.homeroom.operator.resource.sharing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Rules that people agreed on. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record AgreedRules(
    @JsonPropertyDescription("Records that any of these rules matches are covered.")
        @Size(max = 100)
        List<AgreedRule> include,
    @JsonPropertyDescription("Records that any of these rules matches are not covered.")
        @Size(max = 100)
        List<AgreedRule> exclude) {

  /** One of the rules. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record AgreedRule(
      @JsonPropertyDescription("The sort of records.") @Required @Size(max = 32) String subject,
      @JsonPropertyDescription("The field, by Clever's name.") @Required @Size(max = 32)
          String field,
      @JsonPropertyDescription("Is, IsNot or Contains.") @Required @Size(max = 32) String operator,
      @JsonPropertyDescription("The value.") @Required @Size(max = 255) String value) {}
}
