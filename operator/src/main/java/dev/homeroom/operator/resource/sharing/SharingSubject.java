package dev.homeroom.operator.resource.sharing;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which records a rule is about. */
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
