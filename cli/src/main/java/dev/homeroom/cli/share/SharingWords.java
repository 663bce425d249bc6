package dev.homeroom.cli.share;

import dev.homeroom.cli.client.WireWords;
import dev.homeroom.v1.ConfirmationPolicy;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingRule;
import dev.homeroom.v1.SharingType;
import dev.homeroom.v1.UndeclaredPolicy;
import java.util.ArrayList;
import java.util.List;

/** Describes a sharing in words. */
final class SharingWords {
  private SharingWords() {}

  /** Returns everything that is declared, one sentence each, and each rule. */
  static List<String> of(Sharing sharing) {
    var words = new ArrayList<String>();
    words.add(type(sharing) + ".");
    var rules = sharing.getRules();
    for (int i = 0; i < rules.getIncludeCount(); i++) {
      words.add("include[%d]: %s".formatted(i, rule(rules.getInclude(i))));
    }
    for (int i = 0; i < rules.getExcludeCount(); i++) {
      words.add("exclude[%d]: %s".formatted(i, rule(rules.getExclude(i))));
    }
    if (sharing.getIncludeAllStaff()) {
      words.add("Plus all staff of the district.");
    }
    words.add(undeclared(sharing.getOnUndeclared()));
    words.add(
        sharing.getConfirmation() == ConfirmationPolicy.CONFIRMATION_POLICY_AUTOMATIC
            ? "The server confirms it after the first sync that succeeds."
            : "A reviewer confirms it.");
    return words;
  }

  /** Returns the type, as the resource spells it, and how many ids it names. */
  static String type(Sharing sharing) {
    var type = WireWords.camel(sharing.getType());
    if (sharing.getWithheld() && namesIds(sharing.getType())) {
      return type + ": only reviewers of the whole district may see which ones";
    }
    return switch (sharing.getType()) {
      case SHARING_TYPE_DISTRICT -> type + ": everything that Clever shows";
      case SHARING_TYPE_SCHOOLS ->
          type + ": " + ShareSizes.words(sharing.getSchoolsCount(), "schools") + " by id";
      case SHARING_TYPE_SECTIONS ->
          sharing.getSectionsCount() == 0
              ? type + ": those that Clever shows when the share is confirmed"
              : type + ": " + ShareSizes.words(sharing.getSectionsCount(), "sections") + " by id";
      case SHARING_TYPE_RULES -> type + ": records that any include matches and no exclude";
      case SHARING_TYPE_SCHOOL_SITE ->
          sharing.getSchoolsCount() == 0
              ? type + ": all schools that their tech leads share"
              : type + ": " + ShareSizes.words(sharing.getSchoolsCount(), "schools") + " by id";
      case SHARING_TYPE_UNSPECIFIED, UNRECOGNIZED -> type;
    };
  }

  private static boolean namesIds(SharingType type) {
    return switch (type) {
      case SHARING_TYPE_SCHOOLS, SHARING_TYPE_SECTIONS, SHARING_TYPE_SCHOOL_SITE -> true;
      case SHARING_TYPE_DISTRICT, SHARING_TYPE_RULES, SHARING_TYPE_UNSPECIFIED, UNRECOGNIZED ->
          false;
    };
  }

  /**
   * Describes a rule, for example {@code sections whose grade is not "3"}; {@code …} stands for a
   * redacted value.
   */
  static String rule(SharingRule rule) {
    return "%s whose %s %s %s"
        .formatted(
            WireWords.word(rule.getSubject()),
            rule.getField(),
            WireWords.word(rule.getOperator()).replace('_', ' '),
            rule.getValue().isEmpty() ? "…" : "\"" + rule.getValue() + "\"");
  }

  /** Says whether uncovered records are kept or left out. */
  static String undeclared(UndeclaredPolicy policy) {
    return policy == UndeclaredPolicy.UNDECLARED_POLICY_WARN
        ? "Uncovered records are kept in the roster and reported."
        : "Uncovered records are left out.";
  }

  /** Returns whether new sections join by adoption, because the sharing names none. */
  static boolean pinsSections(Sharing sharing) {
    return sharing.getType() == SharingType.SHARING_TYPE_SECTIONS
        && sharing.getSectionsCount() == 0;
  }
}
