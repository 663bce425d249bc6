package dev.homeroom.operator.resource.sharing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Matches all records of one kind whose field compares with the value as the operator says. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value =
        "self.subject != 'Sections' || self.field in ['school', 'course', 'term_id', 'name',"
            + " 'subject', 'grade', 'period', 'section_number', 'sis_id']",
    message =
        "rules on Sections compare one of: school, course, term_id, name, subject, grade, period,"
            + " section_number, sis_id",
    fieldPath = ".field")
@ValidationRule(
    value =
        "self.subject != 'Students' || self.field in ['school', 'grade', 'sis_id',"
            + " 'student_number', 'state_id', 'graduation_year', 'email']",
    message =
        "rules on Students compare one of: school, grade, sis_id, student_number, state_id,"
            + " graduation_year, email",
    fieldPath = ".field")
@ValidationRule(
    value =
        "self.subject != 'Teachers' || self.field in ['school', 'sis_id', 'teacher_number',"
            + " 'state_id', 'title', 'email']",
    message =
        "rules on Teachers compare one of: school, sis_id, teacher_number, state_id, title, email",
    fieldPath = ".field")
@ValidationRule(
    value =
        "self.subject != 'Staff' || self.field in ['school', 'staff_id', 'department', 'title',"
            + " 'email']",
    message = "rules on Staff compare one of: school, staff_id, department, title, email",
    fieldPath = ".field")
@ValidationRule(
    value = SharingRule.NO_ID + " || self.operator != 'Contains'",
    message = "school, course and term_id hold ids: compare them with Is or IsNot",
    fieldPath = ".operator")
@ValidationRule(
    value = SharingRule.NO_ID + " || self.value.matches('^[0-9a-f]{24}$')",
    message =
        "school, course and term_id hold Clever's ids: the value has to be 24 lower-case"
            + " hexadecimal digits",
    fieldPath = ".value")
public record SharingRule(
    @JsonPropertyDescription(
            "The sort of records: Sections (each with its school, term, course, teachers and"
                + " students), Students, Teachers or Staff. Example: Sections.")
        @Required
        SharingSubject subject,
    @JsonPropertyDescription(
            "The field that is compared, by Clever's name. Sections: school, course, term_id, name,"
                + " subject, grade, period, section_number, sis_id. Students: school, grade, sis_id,"
                + " student_number, state_id, graduation_year, email. Teachers: school, sis_id,"
                + " teacher_number, state_id, title, email. Staff: school, staff_id, department,"
                + " title, email. school, course and term_id hold Clever's ids. Example: subject.")
        @Required
        @Size(min = 1, max = 32)
        String field,
    @JsonPropertyDescription(
            "How the field is compared, by Unicode's caseless matching (STRASSE is Straße, the"
                + " Turkish dotless i is no i): Is, IsNot (another value, or none) or Contains (the"
                + " value is a part of the field's). Example: Is.")
        @Required
        SharingOperator operator,
    @JsonPropertyDescription("The value, 1 to 255 characters, none of control. Example: math.")
        @Required
        @Pattern("^\\P{Cc}*$")
        @Size(min = 1, max = 255)
        String value) {
  static final String NO_ID = "!(self.field in ['school', 'course', 'term_id'])";
}
