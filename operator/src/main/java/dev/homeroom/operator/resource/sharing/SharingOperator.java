package dev.homeroom.operator.resource.sharing;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a rule compares a field with its value. */
public enum SharingOperator {
  /** The field has the value. */
  @JsonProperty("Is")
  IS,
  /** The field has another value, or none. */
  @JsonProperty("IsNot")
  IS_NOT,
  /** The value is part of the field's. */
  @JsonProperty("Contains")
  CONTAINS
}
