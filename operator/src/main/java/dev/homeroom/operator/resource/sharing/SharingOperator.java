package dev.homeroom.operator.resource.sharing;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The comparison of a field with a rule's value. */
public enum SharingOperator {
  /** The field is equal to the value. */
  @JsonProperty("Is")
  IS,
  /** The field has another value, or none. */
  @JsonProperty("IsNot")
  IS_NOT,
  /** The value is a part of the field's. */
  @JsonProperty("Contains")
  CONTAINS
}
