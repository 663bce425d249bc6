package dev.homeroom.operator.resource;

import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRuleBuilder;

/**
 * The rule by which the API server keeps a confirmed sharing as it is. It allows no change, the
 * confirmed sharing, the same with more sections, and the target of the approved change; nothing
 * else of the resource is its business. Absent lists are the same as empty ones; what has a default
 * is never absent.
 *
 * <p>It is made here rather than written as an annotation, because it says the same of three
 * sharings, and CEL has no functions of one's own.
 */
final class FrozenSharing {
  private static final String DECLARED = "self.spec.sharing";
  private static final String BEFORE = "oldSelf.spec.sharing";
  private static final String CONFIRMED = "oldSelf.status.confirmedSharing";
  private static final String CHANGE = "oldSelf.status.approvedSharingChange";

  private FrozenSharing() {}

  static ValidationRule rule() {
    return new ValidationRuleBuilder()
        .withRule(
            String.join(
                " || ",
                "!has(oldSelf.status) || !has(" + CONFIRMED + ")",
                "(" + isSame(BEFORE) + ")",
                "(" + isConfirmed() + ")",
                "(has(" + CHANGE + ") && " + isSame(CHANGE + ".to") + ")"))
        .withMessage(
            "the sharing was confirmed and is frozen: declare what status.confirmedSharing says"
                + " (more sections may be added to it), or have a reviewer approve the change"
                + " (homeroom approve-sharing-change) and declare exactly what"
                + " status.approvedSharingChange.to says")
        .withFieldPath(".spec.sharing")
        .build();
  }

  private static String isSame(String other) {
    return isSameButSections(other) + " && " + isSameList(other, "sections");
  }

  /**
   * A union of sets tells containment in linear time; looking each of 3000 ids up in 3000 would
   * exceed what the API server lets a rule cost.
   */
  private static String isConfirmed() {
    var named = "has(%1$s.sections) && size(%1$s.sections) > 0".formatted(DECLARED);
    var contained =
        "size(%1$s.sections + %2$s.sections) == size(%1$s.sections)".formatted(DECLARED, CONFIRMED);
    return "%s && (has(%s.sections) ? %s && %s : !(%s))"
        .formatted(isSameButSections(CONFIRMED), CONFIRMED, named, contained, named);
  }

  private static String isSameButSections(String other) {
    return String.join(
        " && ",
        isEqual(other, "type"),
        isEqual(other, "includeAllStaff"),
        isEqual(other, "onUndeclared"),
        isSameList(other, "schools"),
        "%s == %s".formatted(rules(DECLARED, "include"), rules(other, "include")),
        "%s == %s".formatted(rules(DECLARED, "exclude"), rules(other, "exclude")));
  }

  private static String isEqual(String other, String field) {
    return "%1$s.%3$s == %2$s.%3$s".formatted(DECLARED, other, field);
  }

  /** The declared lists are sets, which compare without order. */
  private static String isSameList(String other, String field) {
    return "%s == %s".formatted(list(DECLARED, field), list(other, field));
  }

  private static String list(String sharing, String field) {
    return "(has(%1$s.%2$s) ? %1$s.%2$s : [])".formatted(sharing, field);
  }

  /** As lists of texts, because objects of different places of the schema do not compare. */
  private static String rules(String sharing, String field) {
    return "(has(%1$s.rules) && has(%1$s.rules.%2$s) ? %1$s.rules.%2$s.map(rule, [rule.subject, rule.field, rule.operator, rule.value]) : [])"
        .formatted(sharing, field);
  }
}
