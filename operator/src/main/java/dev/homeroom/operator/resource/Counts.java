package dev.homeroom.operator.resource;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The sizes of a roster. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Counts(
    @JsonPropertyDescription("Schools.") long schools,
    @JsonPropertyDescription("Terms.") long terms,
    @JsonPropertyDescription("Courses.") long courses,
    @JsonPropertyDescription("Sections.") long sections,
    @JsonPropertyDescription("Users who are students.") long students,
    @JsonPropertyDescription("Users who are teachers.") long teachers,
    @JsonPropertyDescription("Users who are staff.") long staff,
    @JsonPropertyDescription("Users who are district admins.") long districtAdmins,
    @JsonPropertyDescription("Users who are contacts.") long contacts,
    @JsonPropertyDescription("Enrollments of students in sections.") long enrollments,
    @JsonPropertyDescription("Enrollments of teachers in sections.") long teacherEnrollments) {}
