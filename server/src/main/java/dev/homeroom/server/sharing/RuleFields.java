package dev.homeroom.server.sharing;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.rpc.Refusal.Violation;
import dev.homeroom.server.sharing.ShareRule.Field;
import dev.homeroom.server.sharing.ShareRule.Operator;
import dev.homeroom.server.sharing.ShareRule.RuleSubject;
import dev.homeroom.v1.SharingRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Checks the rules of a sharing. */
final class RuleFields {
  private static final int MOST_RULES = 100;

  private final String path;
  private final List<Violation> found;

  RuleFields(String path, List<Violation> found) {
    this.path = path;
    this.found = found;
  }

  List<ShareRule> include(List<SharingRule> rules) {
    if (rules.isEmpty()) {
      found.add(
          new Violation(
              path + ".include",
              "needs at least one rule with type RULES, for example on SECTIONS, subject IS math"));
    }
    return read("include", rules);
  }

  List<ShareRule> exclude(List<SharingRule> rules) {
    return read("exclude", rules);
  }

  private List<ShareRule> read(String list, List<SharingRule> rules) {
    if (rules.size() > MOST_RULES) {
      found.add(
          new Violation(
              path + "." + list, "holds at most " + MOST_RULES + " rules, not " + rules.size()));
    }
    var read = new ArrayList<ShareRule>();
    for (int i = 0; i < rules.size(); i++) {
      var at = path + "." + list + "[" + i + "]";
      var rule = new At(at).rule(rules.get(i));
      if (rule.isPresent() && read.contains(rule.get())) {
        found.add(new Violation(at, "stands in the list before; name each once"));
      }
      rule.ifPresent(read::add);
    }
    return read;
  }

  /** Checks one rule. */
  private final class At {
    private final String at;

    At(String at) {
      this.at = at;
    }

    Optional<ShareRule> rule(SharingRule rule) {
      var subject = subject(rule);
      var operator = operator(rule);
      var field = subject.flatMap(of -> field(of, rule.getField()));
      boolean fits = field.map(of -> fits(of, operator, rule.getValue())).orElse(false);
      return fits && operator.isPresent()
          ? Optional.of(
              new ShareRule(
                  subject.orElseThrow(), field.orElseThrow(), operator.get(), rule.getValue()))
          : Optional.empty();
    }

    private Optional<RuleSubject> subject(SharingRule rule) {
      return switch (rule.getSubject()) {
        case SHARING_SUBJECT_SECTIONS -> Optional.of(RuleSubject.SECTIONS);
        case SHARING_SUBJECT_STUDENTS -> Optional.of(RuleSubject.STUDENTS);
        case SHARING_SUBJECT_TEACHERS -> Optional.of(RuleSubject.TEACHERS);
        case SHARING_SUBJECT_STAFF -> Optional.of(RuleSubject.STAFF);
        case SHARING_SUBJECT_UNSPECIFIED, UNRECOGNIZED -> {
          wrong("subject", "is required: SECTIONS, STUDENTS, TEACHERS or STAFF");
          yield Optional.empty();
        }
      };
    }

    private Optional<Operator> operator(SharingRule rule) {
      return switch (rule.getOperator()) {
        case SHARING_OPERATOR_IS -> Optional.of(Operator.IS);
        case SHARING_OPERATOR_IS_NOT -> Optional.of(Operator.IS_NOT);
        case SHARING_OPERATOR_CONTAINS -> Optional.of(Operator.CONTAINS);
        case SHARING_OPERATOR_UNSPECIFIED, UNRECOGNIZED -> {
          wrong("operator", "is required: IS, IS_NOT or CONTAINS");
          yield Optional.empty();
        }
      };
    }

    private Optional<Field> field(RuleSubject subject, String word) {
      var field = subject.fields().stream().filter(each -> each.word().equals(word)).findFirst();
      if (field.isEmpty()) {
        wrong(
            "field",
            "is required, one of those of "
                + subject
                + ": "
                + subject.fields().stream().map(Field::word).collect(Collectors.joining(", ")));
      }
      return field;
    }

    private boolean fits(Field field, Optional<Operator> operator, String value) {
      if (field.holdsIds()) {
        if (operator.equals(Optional.of(Operator.CONTAINS))) {
          wrong("operator", "must be IS or IS_NOT with " + field.word() + ", which holds ids");
          return false;
        }
        if (CleverId.parse(value).isEmpty()) {
          wrong(
              "value",
              "must be an id of Clever with "
                  + field.word()
                  + ": 24 lower-case hexadecimal digits");
          return false;
        }
      }
      if (value.isEmpty()
          || value.codePointCount(0, value.length()) > ShareRule.LONGEST_VALUE
          || value.chars().anyMatch(Character::isISOControl)) {
        wrong(
            "value", "must have 1 to " + ShareRule.LONGEST_VALUE + " characters, none of control");
        return false;
      }
      return true;
    }

    private void wrong(String field, String description) {
      found.add(new Violation(at + "." + field, description));
    }
  }
}
