package dev.homeroom.operator.status;

import static java.util.Objects.requireNonNullElse;

import dev.homeroom.operator.resource.sharing.AgreedRules;
import dev.homeroom.operator.resource.sharing.AgreedRules.AgreedRule;
import dev.homeroom.operator.resource.sharing.AgreedSharing;
import dev.homeroom.operator.resource.sharing.ConfirmationPolicy;
import dev.homeroom.operator.resource.sharing.Sharing;
import dev.homeroom.operator.resource.sharing.SharingRule;
import dev.homeroom.operator.resource.sharing.SharingRules;
import dev.homeroom.operator.resource.sharing.SharingType;
import dev.homeroom.operator.resource.sharing.UndeclaredPolicy;
import dev.homeroom.v1.SharingOperator;
import dev.homeroom.v1.SharingSubject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converts sharing between the resource's types and the server's. */
public final class SharingMapper {
  private SharingMapper() {}

  /** Converts what a resource declares. Ids are sorted, because their order has no meaning. */
  public static dev.homeroom.v1.Sharing declared(Sharing declared) {
    var sharing =
        dev.homeroom.v1.Sharing.newBuilder()
            .setType(type(declared.type()))
            .addAllSchools(sorted(declared.schools()))
            .addAllSections(sorted(declared.sections()))
            .setIncludeAllStaff(Boolean.TRUE.equals(declared.includeAllStaff()))
            .setOnUndeclared(undeclared(declared.onUndeclared()))
            .setConfirmation(confirmation(declared.confirmation()));
    var rules = declared.rules();
    if (rules != null) {
      sharing.setRules(rules(rules));
    }
    return sharing.build();
  }

  /** Converts a sharing that people agreed on. */
  static AgreedSharing agreed(dev.homeroom.v1.Sharing sharing) {
    return new AgreedSharing(
        type(sharing),
        orAbsent(sharing.getSchoolsList()),
        orAbsent(sharing.getSectionsList()),
        agreedRules(sharing),
        sharing.getIncludeAllStaff(),
        onUndeclared(sharing));
  }

  static String type(dev.homeroom.v1.Sharing sharing) {
    return Reasons.of(sharing.getType(), "SHARING_TYPE_");
  }

  static String onUndeclared(dev.homeroom.v1.Sharing sharing) {
    return sharing.getOnUndeclared() == dev.homeroom.v1.UndeclaredPolicy.UNDECLARED_POLICY_WARN
        ? "Warn"
        : "Exclude";
  }

  static @Nullable AgreedRules agreedRules(dev.homeroom.v1.Sharing sharing) {
    return sharing.hasRules()
        ? new AgreedRules(
            agreedRules(sharing.getRules().getIncludeList()),
            agreedRules(sharing.getRules().getExcludeList()))
        : null;
  }

  private static List<AgreedRule> agreedRules(List<dev.homeroom.v1.SharingRule> rules) {
    return rules.stream()
        .map(rule ->
            new AgreedRule(
                Reasons.of(rule.getSubject(), "SHARING_SUBJECT_"),
                rule.getField(),
                Reasons.of(rule.getOperator(), "SHARING_OPERATOR_"),
                rule.getValue()))
        .toList();
  }

  static @Nullable List<String> orAbsent(List<String> ids) {
    return ids.isEmpty() ? null : List.copyOf(ids);
  }

  private static dev.homeroom.v1.SharingRules rules(SharingRules declared) {
    var rules = dev.homeroom.v1.SharingRules.newBuilder();
    declared.include().forEach(rule -> rules.addInclude(rule(rule)));
    requireNonNullElse(declared.exclude(), List.<SharingRule>of())
        .forEach(rule -> rules.addExclude(rule(rule)));
    return rules.build();
  }

  private static dev.homeroom.v1.SharingRule rule(SharingRule declared) {
    return dev.homeroom.v1.SharingRule.newBuilder()
        .setSubject(
            switch (declared.subject()) {
              case SECTIONS -> SharingSubject.SHARING_SUBJECT_SECTIONS;
              case STUDENTS -> SharingSubject.SHARING_SUBJECT_STUDENTS;
              case TEACHERS -> SharingSubject.SHARING_SUBJECT_TEACHERS;
              case STAFF -> SharingSubject.SHARING_SUBJECT_STAFF;
            })
        .setField(declared.field())
        .setOperator(
            switch (declared.operator()) {
              case IS -> SharingOperator.SHARING_OPERATOR_IS;
              case IS_NOT -> SharingOperator.SHARING_OPERATOR_IS_NOT;
              case CONTAINS -> SharingOperator.SHARING_OPERATOR_CONTAINS;
            })
        .setValue(declared.value())
        .build();
  }

  private static dev.homeroom.v1.SharingType type(SharingType declared) {
    return switch (declared) {
      case DISTRICT -> dev.homeroom.v1.SharingType.SHARING_TYPE_DISTRICT;
      case SCHOOLS -> dev.homeroom.v1.SharingType.SHARING_TYPE_SCHOOLS;
      case SECTIONS -> dev.homeroom.v1.SharingType.SHARING_TYPE_SECTIONS;
      case RULES -> dev.homeroom.v1.SharingType.SHARING_TYPE_RULES;
      case SCHOOL_SITE -> dev.homeroom.v1.SharingType.SHARING_TYPE_SCHOOL_SITE;
    };
  }

  private static dev.homeroom.v1.UndeclaredPolicy undeclared(@Nullable UndeclaredPolicy declared) {
    return switch (requireNonNullElse(declared, UndeclaredPolicy.EXCLUDE)) {
      case EXCLUDE -> dev.homeroom.v1.UndeclaredPolicy.UNDECLARED_POLICY_EXCLUDE;
      case WARN -> dev.homeroom.v1.UndeclaredPolicy.UNDECLARED_POLICY_WARN;
    };
  }

  private static dev.homeroom.v1.ConfirmationPolicy confirmation(
      @Nullable ConfirmationPolicy declared) {
    return switch (requireNonNullElse(declared, ConfirmationPolicy.MANUAL)) {
      case MANUAL -> dev.homeroom.v1.ConfirmationPolicy.CONFIRMATION_POLICY_MANUAL;
      case AUTOMATIC -> dev.homeroom.v1.ConfirmationPolicy.CONFIRMATION_POLICY_AUTOMATIC;
    };
  }

  private static List<String> sorted(@Nullable List<String> ids) {
    return requireNonNullElse(ids, List.<String>of()).stream().sorted().toList();
  }
}
