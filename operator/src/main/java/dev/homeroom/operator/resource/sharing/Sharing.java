package dev.homeroom.operator.resource.sharing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sharing that a district is expected to have set. Empty lists are the same as absent ones. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.type != 'Schools' || (has(self.schools) && size(self.schools) > 0)",
    message =
        "type Schools needs at least one school: name the schools' ids, or take type District to"
            + " share all of them",
    fieldPath = ".schools")
@ValidationRule(
    value =
        "self.type in ['Schools', 'SchoolSite'] || !has(self.schools) || size(self.schools) == 0",
    message =
        "only the types Schools and SchoolSite take schools: remove the list, or change the type",
    fieldPath = ".schools")
@ValidationRule(
    value = "self.type == 'Sections' || !has(self.sections) || size(self.sections) == 0",
    message = "only type Sections takes sections: remove the list, or change the type",
    fieldPath = ".sections")
@ValidationRule(
    value = "self.type != 'Rules' || has(self.rules)",
    message = "type Rules needs rules: add at least one rule to rules.include",
    fieldPath = ".rules")
@ValidationRule(
    value = "self.type == 'Rules' || !has(self.rules)",
    message = "only type Rules takes rules: remove them, or change the type",
    fieldPath = ".rules")
public record Sharing(
    @JsonPropertyDescription(
            "The sharing type that the district has set for the app in Clever. Clever's API does"
                + " not return it, so it is declared here: District (everything), Schools (chosen"
                + " schools), Sections (chosen sections), Rules (what rules match), SchoolSite"
                + " (what each school's tech lead shares). Example: Schools.")
        @Required
        SharingType type,
    @JsonPropertyDescription(
            "Clever's ids of schools, at most 2000, none twice, in any order. Schools: required;"
                + " these schools, their sections, and the users with a membership there."
                + " SchoolSite: the schools that the district is expected to share; absent: all"
                + " that are shared."
                + " No other type takes them. Example: [4fd43cc56d11340000000001].")
        @Nullable List<String> schools,
    @JsonPropertyDescription(
            "Clever's ids of sections, at most 3000, none twice, in any order. Sections: these"
                + " sections, each with its school, term, course, teachers and students; absent:"
                + " those that Clever shows when the share is confirmed. No other type takes them."
                + " Once confirmed more may be added, and those removed that Clever no longer"
                + " shows. Example: [4fd43cc56d11340000000002].")
        @Nullable List<String> sections,
    @JsonPropertyDescription(
            "The rules of the district. Type Rules: required. No other type takes them.")
        @Nullable SharingRules rules,
    @JsonPropertyDescription(
            "True: all staff of the district are covered, with every type. Default: false.")
        @Default("false")
        @Nullable Boolean includeAllStaff,
    @JsonPropertyDescription(
            "The policy for records that Clever shows although they are not covered: Exclude"
                + " (left out; only type and id are kept) or Warn (kept in the roster). Both report"
                + " them as a finding. Default: Exclude.")
        @Default("Exclude")
        @Nullable UndeclaredPolicy onUndeclared,
    @JsonPropertyDescription(
            "Who confirms the share: Manual (a reviewer) or Automatic (the"
                + " server, after the first sync that succeeds). Once confirmed, the sharing is frozen"
                + " except for this field; changing it does not undo a confirmation. Default: Manual.")
        @Default("Manual")
        @Nullable ConfirmationPolicy confirmation) {}
