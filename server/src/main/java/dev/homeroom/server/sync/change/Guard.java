package dev.homeroom.server.sync.change;

import dev.homeroom.server.sync.change.Subject.Tallies;
import dev.homeroom.server.sync.change.Subject.Tally;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Tells changes that may be carried out from those that a person has to see first. */
final class Guard {
  private static final int EMPTIED_SECTIONS_PERCENT = 3;

  private final GuardSettings settings;

  Guard(GuardSettings settings) {
    this.settings = settings;
  }

  /**
   * What has to wait.
   *
   * @param removals whether every removal of the run waits
   * @param changes of what the changes wait
   * @param additions of what the additions wait too: so much goes and so much comes that the source
   *     seems to have given its records other ids
   * @param reasons why, for people
   */
  record Verdict(
      boolean removals, Set<Subject> changes, Set<Subject> additions, List<String> reasons) {
    String sentence() {
      return String.join(" ", reasons);
    }
  }

  Verdict judge(Tallies tallies) {
    var reasons = new ArrayList<String>();
    var changes = EnumSet.noneOf(Subject.class);
    var additions = EnumSet.noneOf(Subject.class);
    if (tallies.goneSchools() > 0) {
      reasons.add("%d schools would go as a whole.".formatted(tallies.goneSchools()));
    }
    if (tallies.abandonedSchools() > 0) {
      reasons.add(
          "%d schools would be left without any teacher or any student."
              .formatted(tallies.abandonedSchools()));
    }
    for (var subject : Subject.values()) {
      if (subject != Subject.SCHOOL) {
        judge(subject, tallies.of(subject), reasons, changes, additions);
      }
    }
    long sections = tallies.of(Subject.SECTION).base();
    if (tallies.emptiedSections() >= settings.emptiedSections()
        && exceeds(tallies.emptiedSections(), EMPTIED_SECTIONS_PERCENT, sections)) {
      reasons.add(
          "%d of %d sections would lose their last student."
              .formatted(tallies.emptiedSections(), sections));
    }
    return new Verdict(!reasons.isEmpty(), changes, additions, reasons);
  }

  private void judge(
      Subject subject,
      Tally tally,
      List<String> reasons,
      Set<Subject> changes,
      Set<Subject> additions) {
    if (removed(subject, tally.gone(), tally)) {
      reasons.add(sentence(tally.gone(), tally, subject, "would be removed"));
      if (removed(subject, tally.added(), tally)) {
        additions.add(subject);
        changes.add(subject);
        reasons.add(
            "%d %s would come instead, as if the source had given its records other ids."
                .formatted(tally.added(), subject.words()));
      }
    }
    if (removed(subject, tally.emptied(), tally)) {
      reasons.add(sentence(tally.emptied(), tally, subject, "would lose the value of a field"));
    }
    if (tally.changed() >= settings.floor(subject)
        && exceeds(tally.changed(), settings.changedPercent(), tally.base())) {
      changes.add(subject);
      reasons.add(sentence(tally.changed(), tally, subject, "would change"));
    }
  }

  private boolean removed(Subject subject, long count, Tally tally) {
    return count >= settings.floor(subject)
        && exceeds(count, settings.removedPercent(), tally.base());
  }

  private static String sentence(long count, Tally tally, Subject subject, String verb) {
    return "%d of %d %s %s within 24 hours.".formatted(count, tally.base(), subject.words(), verb);
  }

  private static boolean exceeds(long count, int percent, long base) {
    return percent < 100 && count * 100 > base * percent;
  }
}
