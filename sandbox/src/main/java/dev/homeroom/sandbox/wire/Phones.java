package dev.homeroom.sandbox.wire;

import static dev.homeroom.sandbox.district.SeededChoices.below;
import static dev.homeroom.sandbox.district.SeededChoices.bounded;

/** Telephone numbers from the block that is reserved for fiction (555-0100 to 555-0199). */
final class Phones {
  private Phones() {}

  static String number(long hash) {
    var area = 201 + bounded(hash, 700);
    var line = 100 + below(hash, 1, 100);
    return "(" + area + ") 555-0" + line;
  }
}
