package dev.homeroom.sandbox.history;

import dev.homeroom.sandbox.district.RosterChange;
import java.util.List;

/** One kind of event that may happen on a day, with its relative frequency. */
record WeightedChange(int weight, Chance chance) {
  /** Returns changes that belong together, or none if nothing fits. */
  @FunctionalInterface
  interface Chance {
    List<RosterChange> on(DayChanges day);
  }
}
