package dev.homeroom.operator.reconcile;

/** What the administrator lets a resource declare. */
sealed interface Permission {
  /**
   * The resource may declare what it does.
   *
   * @param withoutToken whether it may do so without a token of the district
   */
  record Given(boolean withoutToken) implements Permission {}

  /**
   * The resource may not be declared as it stands.
   *
   * @param reason a constant of {@link Reasons}
   * @param message says who can change that and how
   */
  record Missing(String reason, String message) implements Permission {}
}
