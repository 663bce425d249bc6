package dev.homeroom.operator.resource.sharing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The sizes of a share or of a part of it. A user with several roles counts in each. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ShareCounts(
    @JsonPropertyDescription("Schools.") long schools,
    @JsonPropertyDescription("Terms.") long terms,
    @JsonPropertyDescription("Courses.") long courses,
    @JsonPropertyDescription("Sections.") long sections,
    @JsonPropertyDescription("Users who are students.") long students,
    @JsonPropertyDescription("Users who are teachers.") long teachers,
    @JsonPropertyDescription("Users who are staff.") long staff,
    @JsonPropertyDescription("Users who are district admins.") long districtAdmins,
    @JsonPropertyDescription("Users who are contacts.") long contacts) {}
