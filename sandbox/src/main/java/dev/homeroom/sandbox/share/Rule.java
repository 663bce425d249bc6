package dev.homeroom.sandbox.share;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One rule or filter: match all {@code subject} where {@code field} {@code operator} {@code value}
 * (sandbox/CLEVER.md 6.1). Texts compare by {@link CaseFolding}; a missing value is empty text; of
 * several values, as a user's schools, one is enough.
 *
 * @param field one of those that the subject has, see {@link RuleFields}
 */
public record Rule(Subject subject, String field, Operator operator, String value) {

  /** What a rule selects. A section comes with its teachers and students. */
  public enum Subject {
    SECTIONS,
    STUDENTS,
    TEACHERS,
    STAFF;

    /** The word in a rule, for example {@code students}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How a rule compares. */
  public enum Operator {
    IS,
    IS_NOT,
    CONTAINS;

    /** The words in a rule, for example {@code is not}. */
    public String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** Refuses a field that the subject does not have. */
  public Rule {
    var fields = RuleFields.of(subject);
    if (!fields.contains(field)) {
      throw unknown("field", field, subject.word() + " have", fields);
    }
  }

  /**
   * A rule in words.
   *
   * @throws IllegalArgumentException with what is allowed, when a word is not known
   */
  public static Rule of(String subject, String field, String operator, String value) {
    var subjects = Arrays.asList(Subject.values());
    var operators = Arrays.asList(Operator.values());
    return new Rule(
        subjects.stream()
            .filter(each -> each.word().equals(subject))
            .findFirst()
            .orElseThrow(() ->
                unknown(
                    "subject",
                    subject,
                    "there are",
                    subjects.stream().map(Subject::word).toList())),
        field,
        operators.stream()
            .filter(each -> each.words().equals(operator))
            .findFirst()
            .orElseThrow(() ->
                unknown(
                    "operator",
                    operator,
                    "there are",
                    operators.stream().map(Operator::words).toList())),
        value);
  }

  /** Whether these values of the field satisfy the rule. */
  boolean accepts(List<String> values) {
    var present = values.isEmpty() ? Stream.of("") : values.stream();
    var wanted = CaseFolding.folded(value);
    var found = present.map(CaseFolding::folded);
    return switch (operator) {
      case IS -> found.anyMatch(wanted::equals);
      case IS_NOT -> found.noneMatch(wanted::equals);
      case CONTAINS -> found.anyMatch(each -> each.contains(wanted));
    };
  }

  private static IllegalArgumentException unknown(
      String kind, String given, String owner, Collection<String> allowed) {
    return new IllegalArgumentException(
        "a rule cannot use the %s %s; %s %s"
            .formatted(kind, given, owner, String.join(", ", allowed)));
  }
}
