package dev.homeroom.operator.resource.sharing;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The five ways in which a district can share data with an app in Clever. */
public enum SharingType {
  /** The whole district. */
  @JsonProperty("District")
  DISTRICT,
  /** Chosen schools. */
  @JsonProperty("Schools")
  SCHOOLS,
  /** Chosen sections. */
  @JsonProperty("Sections")
  SECTIONS,
  /** The records that rules match. */
  @JsonProperty("Rules")
  RULES,
  /** The records that each school's tech lead chooses. */
  @JsonProperty("SchoolSite")
  SCHOOL_SITE
}
