package dev.homeroom.sandbox.history;

import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.district.SeededChoices;
import dev.homeroom.sandbox.district.SyncState;
import dev.homeroom.sandbox.roster.Roster;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A history of a district, day by day, at random but the same for the same seed: the changes of a
 * day follow from the seed, the number of the day and the roster of that day. For one thread.
 */
public final class RandomHistory {
  private static final int SALT = 0x415;
  private static final int SALT_OF_STEPS = 0x4150_0000;
  private static final int TRIES_PER_CHANGE = 4;

  /**
   * The largest number of changes in a day; more would take minutes to find in the largest
   * districts and test nothing new.
   */
  private static final int MOST_CHANGES = 1_000;

  private final long seed;
  private final Profile profile;
  private final Map<Role, Integer> start = new EnumMap<>(Role.class);
  private int day;

  /** The kind of days in a history. */
  public enum Profile {
    /**
     * Ordinary days: changes for up to two students in a hundred, from one change to a thousand; no
     * school is left without a teacher, a student or a section.
     */
    ORDINARY(1.9),
    /**
     * Anything may happen: changes for up to ten students in a hundred, mishaps of the SIS, closing
     * schools, ends of school years.
     */
    ANYTHING(9.9);

    private final double mostPercent;

    Profile(double mostPercent) {
      this.mostPercent = mostPercent;
    }
  }

  /** Creates a history that starts with its first day. */
  public RandomHistory(long seed, Profile profile) {
    this.seed = seed;
    this.profile = profile;
  }

  /**
   * Returns the next day's changes. They can be applied to this roster in their order, all at once.
   * There is at least one, unless nothing fits. The district stays about as large as on the first
   * day.
   */
  public List<RosterChange> next(Roster roster) {
    var dice = new SeededChoices(seed, SALT + day++);
    if (start.isEmpty()) {
      for (var role : Role.values()) {
        start.put(role, roster.count(role));
      }
    }
    var today = new DayChanges(roster, dice, start);
    if (profile == Profile.ANYTHING && dice.below(8) == 0) {
      var alone = one(RareChanges.ALONE, today);
      if (!alone.isEmpty()) {
        return alone;
      }
    }
    return List.copyOf(several(today));
  }

  /**
   * Returns the next step, which fits a world with this SIS set and this state of its syncs. On
   * ordinary days only the SIS set changes; if anything may happen, one step in four is about
   * sharing, data access, the syncs or the passing of time.
   */
  public HistoryStep nextStep(Roster sis, SyncState state) {
    var dice = new SeededChoices(seed, SALT_OF_STEPS + day);
    if (profile == Profile.ANYTHING && dice.below(4) == 0) {
      day++;
      return new DistrictSteps(dice).next(sis, state);
    }
    return new HistoryStep.Changes(next(sis));
  }

  private List<RosterChange> several(DayChanges today) {
    var students = today.holders(Role.STUDENT).length;
    var most = (int) Math.clamp(students * profile.mostPercent / 100, 1, MOST_CHANGES);
    var wanted = 1 + today.dice().below(most);
    List<RosterChange> changes = new ArrayList<>();
    for (var tries = 0; changes.size() < wanted && tries < wanted * TRIES_PER_CHANGE; tries++) {
      var isUnusual = profile == Profile.ANYTHING && today.dice().below(3) == 0;
      changes.addAll(one(isUnusual ? RareChanges.WITH_OTHERS : TypicalChanges.ALL, today));
    }
    return changes;
  }

  private static List<RosterChange> one(List<WeightedChange> happenings, DayChanges day) {
    var total = happenings.stream().mapToInt(WeightedChange::weight).sum();
    var drawn = day.dice().below(total);
    for (var happening : happenings) {
      drawn -= happening.weight();
      if (drawn < 0) {
        return happening.chance().on(day);
      }
    }
    throw new IllegalStateException("a number below the total belongs to some weight");
  }
}
