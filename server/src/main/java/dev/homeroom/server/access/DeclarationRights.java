package dev.homeroom.server.access;

/**
 * What a caller may declare of a district beyond what every operator may.
 *
 * @param withoutToken whether it may declare the district without a token of its own, and is
 *     believed without proof as a new owner
 * @param automaticConfirmation whether it may have the sharing confirmed without a reviewer
 */
public record DeclarationRights(boolean withoutToken, boolean automaticConfirmation) {
  static final DeclarationRights NONE = new DeclarationRights(false, false);

  /** What either of two grants allows. */
  DeclarationRights and(DeclarationRights other) {
    return new DeclarationRights(
        withoutToken || other.withoutToken, automaticConfirmation || other.automaticConfirmation);
  }
}
