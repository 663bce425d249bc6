package dev.homeroom.operator.resource.sharing;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who confirms what a district shares. */
public enum ConfirmationPolicy {
  /** A reviewer. */
  @JsonProperty("Manual")
  MANUAL,
  /** The server, after the first sync that succeeds. */
  @JsonProperty("Automatic")
  AUTOMATIC
}
