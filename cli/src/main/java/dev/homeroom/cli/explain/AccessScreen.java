package dev.homeroom.cli.explain;

import dev.homeroom.cli.client.WireWords;
import dev.homeroom.cli.console.LabelledText;
import dev.homeroom.v1.AccessExplanation;
import dev.homeroom.v1.AccessRule;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.GrantOutcome;
import dev.homeroom.v1.GrantedSight;
import dev.homeroom.v1.PeopleSight;
import dev.homeroom.v1.PrivacyClass;
import dev.homeroom.v1.VisibleFields;
import dev.homeroom.v1.VisibleRecords;
import java.util.ArrayList;
import java.util.List;

/** Shows on one screen the records that a user sees and the callers that see the user. */
final class AccessScreen {
  private static final long ALL_CLASSES =
      PrivacyClass.getDescriptor().getValues().stream()
          .filter(value -> value.getNumber() > PrivacyClass.PRIVACY_CLASS_NONE_VALUE)
          .count();

  private AccessScreen() {}

  /** Returns the lines of the screen. */
  static List<String> of(AccessExplanation explanation, int columns) {
    var sheet = new LabelledText(columns);
    sheet.line(explanation.getName() + " at revision " + explanation.getRevision());
    sheet.line("");
    sheet.row("signs in", explanation.getExplanation());
    rows(sheet, "sees", explanation.getSeesList().stream().map(AccessScreen::records).toList());
    rows(sheet, "people", explanation.getPeopleList().stream().map(AccessScreen::people).toList());
    rows(sheet, "seen by", grants(explanation, true));
    rows(sheet, "not by", grants(explanation, false));
    return sheet.lines();
  }

  private static void rows(LabelledText sheet, String label, List<String> texts) {
    if (!texts.isEmpty()) {
      sheet.rows(label, texts);
    }
  }

  private static String records(VisibleRecords seen) {
    var type = WireWords.word(seen.getType()) + "s";
    var which =
        switch (seen.getRule()) {
          case ACCESS_RULE_OWN_RECORD -> "the own record";
          case ACCESS_RULE_OWN_SECTIONS -> "own sections";
          case ACCESS_RULE_OF_OWN_SECTIONS -> type + " of own sections";
          case ACCESS_RULE_TEACHERS_OF_OWN_SECTIONS -> "teachers of own sections";
          case ACCESS_RULE_STUDENTS_OF_OWN_SECTIONS -> "students of own sections";
          case ACCESS_RULE_OWN_SCHOOLS -> "own schools";
          case ACCESS_RULE_OF_OWN_SCHOOLS -> type + " of own schools";
          case ACCESS_RULE_OWN_DISTRICT -> type + " of the district";
          case ACCESS_RULE_GRANTED_DISTRICT,
              ACCESS_RULE_GRANTED_SCHOOLS,
              ACCESS_RULE_UNSPECIFIED,
              UNRECOGNIZED ->
              type + " by " + WireWords.word(seen.getRule());
        };
    var role =
        seen.getRole() == CallerRole.CALLER_ROLE_UNSPECIFIED ? "" : ", as " + role(seen.getRole());
    return which
        + number(seen.hasCount(), seen.getCount())
        + role
        + ": "
        + fields(seen.getFields());
  }

  private static String people(PeopleSight sight) {
    var number = number(sight.hasCount(), sight.getCount());
    var roles =
        switch (sight.getRole()) {
          case CALLER_ROLE_STUDENT, CALLER_ROLE_TEACHER, CALLER_ROLE_DISTRICT_ADMIN ->
              role(sight.getRole()) + "s";
          default -> role(sight.getRole());
        };
    return roles + number + through(sight) + ": " + fields(sight.getFields());
  }

  private static String through(PeopleSight sight) {
    boolean student = sight.getRole() == CallerRole.CALLER_ROLE_STUDENT;
    return switch (sight.getRule()) {
      case ACCESS_RULE_TEACHERS_OF_OWN_SECTIONS ->
          student ? " whom the user teaches" : " who teach with the user";
      case ACCESS_RULE_STUDENTS_OF_OWN_SECTIONS ->
          student ? " who are classmates" : " who teach the user";
      case ACCESS_RULE_OF_OWN_SCHOOLS -> " of the user's schools";
      case ACCESS_RULE_OWN_DISTRICT -> "";
      default -> " by " + WireWords.word(sight.getRule());
    };
  }

  private static List<String> grants(AccessExplanation explanation, boolean sees) {
    return explanation.getGrantedList().stream()
        .filter(grant -> (grant.getOutcome() == GrantOutcome.GRANT_OUTCOME_SEES) == sees)
        .map(grant ->
            "%s %s: %s".formatted(role(grant.getRole()), grant.getSubject(), outcome(grant)))
        .toList();
  }

  private static String outcome(GrantedSight grant) {
    return switch (grant.getOutcome()) {
      case GRANT_OUTCOME_SEES ->
          fields(grant.getFields())
              + (grant.getRule() == AccessRule.ACCESS_RULE_GRANTED_SCHOOLS
                  ? ", through a granted school"
                  : "");
      case GRANT_OUTCOME_ROLE_READS_NO_RECORDS -> "this role reads no records";
      case GRANT_OUTCOME_OTHER_DISTRICTS -> "its grant does not name the district";
      case GRANT_OUTCOME_OTHER_SCHOOLS -> "its grant names schools, none of them the user's";
      case GRANT_OUTCOME_DISTRICT_ENDED -> "nothing any more, since the declaration has ended";
      case GRANT_OUTCOME_ROSTER_NOT_ACCEPTED -> "nothing yet, until the roster is accepted";
      case GRANT_OUTCOME_UNSPECIFIED, UNRECOGNIZED -> WireWords.word(grant.getOutcome());
    };
  }

  private static String fields(VisibleFields fields) {
    var words = new ArrayList<String>();
    if (fields.getClassesCount() == ALL_CLASSES) {
      words.add("everything");
    } else {
      fields.getClassesList().forEach(each -> words.add(WireWords.word(each).replace('_', ' ')));
    }
    if (fields.getNames()) {
      words.add("names");
    }
    if (fields.getOwnSeat()) {
      words.add("of the students only the user's own enrollment");
    }
    return words.isEmpty() ? "nothing personal" : String.join(", ", words);
  }

  private static String role(CallerRole role) {
    return WireWords.word(role).replace('_', ' ');
  }

  private static String number(boolean explanation, long count) {
    return explanation ? " (%,d)".formatted(count) : " (number not granted)";
  }
}
