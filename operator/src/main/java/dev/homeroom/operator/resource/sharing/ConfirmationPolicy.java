package dev.homeroom.operator.resource.sharing;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The way in which a share is confirmed. */
public enum ConfirmationPolicy {
  /** A reviewer confirms it. */
  @JsonProperty("Manual")
  MANUAL,
  /** The server confirms it after the first sync that succeeds. */
  @JsonProperty("Automatic")
  AUTOMATIC
}
