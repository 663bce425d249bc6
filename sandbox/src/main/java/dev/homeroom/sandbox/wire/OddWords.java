package dev.homeroom.sandbox.wire;

import dev.homeroom.sandbox.district.Roster;
import dev.homeroom.sandbox.district.SeededChoices;

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
    return odd && SeededChoices.bounded(SeededChoices.hash(hash, 1), ONE_IN) == 0
        ? others[SeededChoices.bounded(SeededChoices.hash(hash, 2), others.length)]
        : usual;
  }
}
