package dev.homeroom.sandbox.history;

import dev.homeroom.sandbox.district.RosterChange;
import java.util.List;

/** One kind of thing that may happen on a day, with how often it does. */
record Happening(int weight, Chance chance) {
  /** Makes the changes that belong together, or none where nothing fits. */
  @FunctionalInterface
  interface Chance {
    List<RosterChange> on(Day day);
  }
}
