package dev.homeroom.server.access;

/**
 * Rights of a caller over declarations beyond those of every operator.
 *
 * @param withoutToken true if the caller may declare the district without a token for it, and as a
 *     new owner needs no proof
 * @param automaticConfirmation true if the caller may have the sharing confirmed without a reviewer
 */
public record DeclarationRights(boolean withoutToken, boolean automaticConfirmation) {
  static final DeclarationRights NONE = new DeclarationRights(false, false);

  /** The rights that at least one of two grants gives. */
  DeclarationRights and(DeclarationRights other) {
    return new DeclarationRights(
        withoutToken || other.withoutToken, automaticConfirmation || other.automaticConfirmation);
  }
}
