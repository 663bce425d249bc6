package dev.homeroom.server.sync.guard;

import dev.homeroom.server.sync.guard.GuardedKind.StudentEnrollments;
import dev.homeroom.server.sync.guard.GuardedKind.Tallies;
import dev.homeroom.server.sync.guard.GuardedKind.Tally;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Separates changes that may be carried out from those that a person has to see first. */
final class Guard {
  private static final int EMPTIED_SECTIONS_PERCENT = 3;

  /** Up to this many may be all that exists of a kind and still be removed without a person. */
  private static final int FEW = 2;

  private final GuardSettings settings;

  Guard(GuardSettings settings) {
    this.settings = settings;
  }

  /**
   * The guard's decision on what has to wait.
   *
   * @param removals whether every removal of the run waits
   * @param removed the kinds whose removal the reasons name
   * @param emptied whether the reasons name fields that would be emptied
   * @param changes the kinds whose changes wait
   * @param additions the kinds whose additions wait too: so many are removed and so many added that
   *     the source seems to have given its records other ids
   * @param reasons why, for people
   */
  record Verdict(
      boolean removals,
      Set<GuardedKind> removed,
      boolean emptied,
      Set<GuardedKind> changes,
      Set<GuardedKind> additions,
      List<String> reasons) {}

  Verdict judge(Tallies tallies) {
    var reasons = new ArrayList<String>();
    var removed = EnumSet.noneOf(GuardedKind.class);
    var changes = EnumSet.noneOf(GuardedKind.class);
    var additions = EnumSet.noneOf(GuardedKind.class);
    boolean emptied = false;
    if (tallies.goneSchools() > 0) {
      removed.add(GuardedKind.SCHOOL);
      reasons.add("%d schools would go as a whole.".formatted(tallies.goneSchools()));
    }
    if (tallies.abandonedSchools() > 0) {
      reasons.add(
          "%d schools would be left without any teacher or any student."
              .formatted(tallies.abandonedSchools()));
    }
    for (var subject : GuardedKind.values()) {
      var tally = tallies.of(subject);
      if (subject == GuardedKind.SCHOOL) {
        continue;
      }
      if (tooMany(subject, tally.gone(), tally) || nothingLeft(subject, tally)) {
        removed.add(subject);
        reasons.add(gone(subject, tally));
        if (tooMany(subject, tally.added(), tally)) {
          additions.add(subject);
          changes.add(subject);
          reasons.add(
              "%d %s would come instead, as if the source had given its records other ids."
                  .formatted(tally.added(), subject.words()));
        }
      }
      if (tooMany(subject, tally.emptied(), tally)) {
        emptied = true;
        reasons.add(sentence(tally.emptied(), tally, subject, "would lose the value of a field"));
      }
      if (tally.changed() >= settings.floor(subject)
          && exceeds(tally.changed(), settings.changedPercent(), tally.base())) {
        changes.add(subject);
        reasons.add(sentence(tally.changed(), tally, subject, "would change"));
      }
    }
    judge(tallies.enrollments(), tallies.of(GuardedKind.SECTION), reasons);
    return new Verdict(!reasons.isEmpty(), removed, emptied, changes, additions, reasons);
  }

  private void judge(StudentEnrollments enrollments, Tally sections, List<String> reasons) {
    if (enrollments.emptiedSections() >= settings.emptiedSections()
        && exceeds(enrollments.emptiedSections(), EMPTIED_SECTIONS_PERCENT, sections.base())) {
      reasons.add(
          "%d of %d sections would lose their last student."
              .formatted(enrollments.emptiedSections(), sections.base()));
    } else if (settings.removedPercent() < 100
        && enrollments.emptiedSections() > 0
        && enrollments.gone() > FEW
        && enrollments.left() == 0) {
      reasons.add(
          "%d enrollments of students would end, and no section would have a student left."
              .formatted(enrollments.gone()));
    }
  }

  private boolean tooMany(GuardedKind subject, long count, Tally tally) {
    return count >= settings.floor(subject)
        && exceeds(count, settings.removedPercent(), tally.base());
  }

  /**
   * Returns whether all that exists of a kind would be removed, even below its floor. Enrollments
   * do not count: they end with their sections.
   */
  private boolean nothingLeft(GuardedKind subject, Tally tally) {
    return subject != GuardedKind.ENROLLMENT
        && settings.removedPercent() < 100
        && tally.gone() > FEW
        && tally.left() == 0;
  }

  private static String gone(GuardedKind subject, Tally tally) {
    var sentence = new StringBuilder(sentence(tally.gone(), tally, subject, "would be removed"));
    if (tally.joined() > 0) {
      sentence.append(" %d of these had joined within that time.".formatted(tally.joined()));
    }
    if (subject != GuardedKind.ENROLLMENT && tally.left() == 0) {
      sentence.append(" Then no %s would be left.".formatted(subject.words()));
    }
    return sentence.toString();
  }

  private static String sentence(long count, Tally tally, GuardedKind subject, String verb) {
    return "%d of %d %s %s within 24 hours.".formatted(count, tally.base(), subject.words(), verb);
  }

  private static boolean exceeds(long count, int percent, long base) {
    return percent < 100 && count * 100 > base * percent;
  }
}
