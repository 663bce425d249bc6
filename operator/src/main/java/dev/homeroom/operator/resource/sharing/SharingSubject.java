package dev.homeroom.operator.resource.sharing;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The kind of records that a rule matches. */
public enum SharingSubject {
  /** Sections, each with its school, term, course, teachers and students. */
  @JsonProperty("Sections")
  SECTIONS,
  /** Students. */
  @JsonProperty("Students")
  STUDENTS,
  /** Teachers. */
  @JsonProperty("Teachers")
  TEACHERS,
  /** Staff. */
  @JsonProperty("Staff")
  STAFF
}
