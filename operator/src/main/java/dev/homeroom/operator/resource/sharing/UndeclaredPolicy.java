package dev.homeroom.operator.resource.sharing;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of records that Clever shows although the declared share does not cover them. */
public enum UndeclaredPolicy {
  /** They are left out. */
  @JsonProperty("Exclude")
  EXCLUDE,
  /** They are kept in the roster. */
  @JsonProperty("Warn")
  WARN
}
