package dev.homeroom.operator.resource.sharing;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The treatment of records that Clever serves although the declared share does not cover them. */
public enum UndeclaredPolicy {
  /** They are left out of the roster. */
  @JsonProperty("Exclude")
  EXCLUDE,
  /** They are kept in the roster. */
  @JsonProperty("Warn")
  WARN
}
