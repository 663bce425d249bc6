package dev.homeroom.operator.status;

/** The administrator's decision on the declaration of a resource. */
public sealed interface Permission {
  /**
   * The declaration is allowed.
   *
   * @param withoutToken true if it needs no token of the district
   */
  record Given(boolean withoutToken) implements Permission {}

  /**
   * The declaration is not allowed.
   *
   * @param reason a constant of {@link Reasons}
   * @param message says who can change that and how
   */
  record Missing(String reason, String message) implements Permission {}
}
