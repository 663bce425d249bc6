package dev.homeroom.sandbox.wire;

import static dev.homeroom.sandbox.district.SeededChoices.among;
import static dev.homeroom.sandbox.district.SeededChoices.below;

import dev.homeroom.sandbox.roster.Roster;

/**
 * Replaces usual words by rare ones in districts whose records are odd, and by some that Clever
 * does not have: it may add words within a version (sandbox/CLEVER.md 3.6).
 */
final class OddWords {
  private static final int ONE_IN = 8;

  private final boolean odd;

  OddWords(Roster roster) {
    this.odd = roster.isOdd();
  }

  /** Returns the usual word; in odd districts, for one hash in eight, one of the others. */
  String or(String usual, long hash, String... others) {
    return odd && below(hash, 1, ONE_IN) == 0 ? among(others, hash, 2) : usual;
  }
}
