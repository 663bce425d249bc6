package dev.homeroom.sandbox.share;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One rule or filter: match all {@code subject} where {@code field} {@code operator} {@code value}
 * (sandbox/CLEVER.md 6.1). Texts are compared by {@link CaseFolding}; a missing value is empty
 * text; if a field has several values, such as a user's schools, one match is enough.
 *
 * @param field one of the subject's fields, see {@link RuleFields}
 */
public record Rule(Subject subject, String field, Operator operator, String value) {

  /** The kind of record that a rule selects. A section includes its teachers and students. */
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

  /** The comparison that a rule makes. */
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
   * Returns the rule for these words.
   *
   * @throws IllegalArgumentException when a word is not known; the message lists the allowed ones
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

  /** Returns whether these values of the field satisfy the rule. */
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
