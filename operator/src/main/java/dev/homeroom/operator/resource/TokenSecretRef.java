package dev.homeroom.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A reference to a key of a Secret in the resource's own namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record TokenSecretRef(
    @JsonPropertyDescription(
            "Name of a Secret of type Opaque in this resource's namespace. Example: lakeside-token.")
        @Required
        @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(min = 1, max = 253)
        String name,
    @JsonPropertyDescription("The key in that Secret which holds the token. Default: token.")
        @Default(DEFAULT_KEY)
        @Pattern("^[-._a-zA-Z0-9]+$")
        @Size(min = 1, max = 253)
        @Nullable String key) {
  static final String DEFAULT_KEY = "token";

  /** Returns the key to read; the default where none is declared. */
  public String keyOrDefault() {
    return key == null ? DEFAULT_KEY : key;
  }
}
