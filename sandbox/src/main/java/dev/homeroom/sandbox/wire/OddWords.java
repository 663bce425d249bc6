package dev.homeroom.sandbox.wire;

import dev.homeroom.sandbox.district.Dice;
import dev.homeroom.sandbox.district.Roster;

/**
 * Puts rare words in place of usual ones in districts whose records are odd, and some that Clever
 * does not have: it may add words within a version (sandbox/CLEVER.md 3.6).
 */
final class OddWords {
  private static final int ONE_IN = 8;

  private final boolean odd;

  OddWords(Roster roster) {
    this.odd = roster.isOdd();
  }

  /** The usual word, or one of the others: for one hash in eight, and in odd districts alone. */
  String or(String usual, long hash, String... others) {
    return odd && Dice.bounded(Dice.hash(hash, 1), ONE_IN) == 0
        ? others[Dice.bounded(Dice.hash(hash, 2), others.length)]
        : usual;
  }
}
