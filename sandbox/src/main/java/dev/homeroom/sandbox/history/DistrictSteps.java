package dev.homeroom.sandbox.history;

import dev.homeroom.sandbox.district.Grade;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.SeededChoices;
import dev.homeroom.sandbox.district.SyncState;
import dev.homeroom.sandbox.roster.Roster;
import dev.homeroom.sandbox.share.DataAccess;
import dev.homeroom.sandbox.share.Rule;
import dev.homeroom.sandbox.share.Rule.Operator;
import dev.homeroom.sandbox.share.Rule.Subject;
import dev.homeroom.sandbox.share.Share;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses steps outside the roster for a history in which anything may happen: the district changes
 * its share, the app its data access, and the syncs are paused, on hold or failing for a while.
 */
final class DistrictSteps {
  private static final int MOST_HOURS = (int) HistoryStep.LONGEST.toHours();

  private final SeededChoices dice;

  DistrictSteps(SeededChoices dice) {
    this.dice = dice;
  }

  /** Returns a step that fits the state of the syncs. */
  HistoryStep next(Roster sis, SyncState state) {
    return switch (state) {
      case PAUSED -> new HistoryStep.Resume();
      case PENDING -> dice.below(2) == 0 ? new HistoryStep.Approve() : new HistoryStep.Discard();
      case ERROR -> new HistoryStep.Recover();
      case RUNNING, SUCCESS -> fromHealthy(sis);
    };
  }

  private HistoryStep fromHealthy(Roster sis) {
    return switch (dice.below(9)) {
      case 0, 1, 2 -> new HistoryStep.Sharing(share(sis));
      case 3, 4 -> new HistoryStep.Access(access());
      case 5 -> new HistoryStep.Pause(hours());
      case 6 -> new HistoryStep.Hold();
      case 7 -> new HistoryStep.Fail("the SIS did not answer");
      default -> new HistoryStep.Passing(hours());
    };
  }

  private Share share(Roster sis) {
    return switch (dice.below(7)) {
      case 0 -> new Share.Nothing();
      case 1, 2 -> new Share.District(dice.below(2) == 0);
      case 3 -> new Share.Schools(some(sis, RecordType.SCHOOLS), dice.below(2) == 0);
      case 4 -> new Share.Sections(some(sis, RecordType.SECTIONS));
      case 5 -> new Share.Rules(rules(), List.of());
      default ->
          new Share.SchoolSite(
              some(sis, RecordType.SCHOOLS).stream()
                  .collect(Collectors.toMap(id -> id, _ -> new Share.WholeSchool(true))));
    };
  }

  private List<Rule> rules() {
    var grade = Grade.word(dice.below(Grade.count()));
    return List.of(
        new Rule(Subject.SECTIONS, "grade", Operator.IS, grade),
        new Rule(Subject.STUDENTS, "grade", Operator.IS_NOT, grade),
        new Rule(Subject.TEACHERS, "last_name", Operator.CONTAINS, "a"));
  }

  /**
   * Chooses some of the live records of a type: about half on average, at least one if there is
   * one.
   */
  private Set<String> some(Roster sis, RecordType type) {
    var rows = sis.rows(type);
    var slots = rows.liveSlots().toArray();
    dice.shuffle(slots, 0, slots.length);
    var count = Math.min(slots.length, 1 + dice.below(Math.max(1, slots.length)));
    return Arrays.stream(slots, 0, count)
        .mapToObj(slot -> rows.id(slot).toString())
        .collect(Collectors.toUnmodifiableSet());
  }

  private DataAccess access() {
    var roles = Map.of(0, Role.CONTACT, 1, Role.STAFF, 2, Role.DISTRICT_ADMIN);
    var role = roles.get(dice.below(6));
    var field = DataAccess.FIELDS.get(dice.below(DataAccess.FIELDS.size()));
    return new DataAccess(
        role == null ? Set.of() : Set.of(role), dice.below(2) == 0 ? Set.of() : Set.of(field));
  }

  private Duration hours() {
    return Duration.ofHours(1L + dice.below(MOST_HOURS));
  }
}
