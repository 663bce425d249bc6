package dev.homeroom.server.sharing.decision;

import static dev.homeroom.server.db.generated.Tables.UNDECLARED_RECORDS;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.sharing.ConfirmedShare;
import dev.homeroom.server.sharing.DeclaredShare.Pinned;
import dev.homeroom.server.sharing.PinnedSections;
import dev.homeroom.server.sharing.SharingRefusals;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jooq.DSLContext;

/** Adds sections to the pinned ones after the confirmation. */
final class SectionAdoption {
  private SectionAdoption() {}

  /**
   * Carries out a reviewer's adoption of sections.
   *
   * @return whether a sync is needed to carry it out
   */
  static boolean of(
      DSLContext transaction,
      DistrictKey district,
      SortedSet<CleverId> sections,
      DecisionRequest asked) {
    SharingLocks.requireDeclaration(transaction, district);
    SharingLocks.roster(transaction, district);
    if (asked.earlier(transaction, district).isPresent()) {
      return false;
    }
    int number = district.number();
    var confirmed =
        ConfirmedShare.lock(transaction, number)
            .orElseThrow(() -> SharingRefusals.notConfirmed(district.id()));
    if (!(confirmed.share() instanceof Pinned)) {
      throw SharingRefusals.sectionsExplicit(district.id());
    }
    var pinned = new TreeSet<>(PinnedSections.of(transaction, number));
    var fresh = new TreeSet<>(sections);
    fresh.removeAll(pinned);
    if (!fresh.isEmpty()) {
      requireShown(transaction, district, fresh);
      var live = new TreeSet<>(PinnedSections.live(transaction, number));
      live.addAll(fresh);
      PinnedSections.requireFew(district, live);
      pinned.addAll(fresh);
      PinnedSections.write(transaction, number, pinned);
      SharingDecisions.adopted(
          transaction, district, confirmed.share(), fresh.size(), asked.person(), asked.reason());
    }
    asked.carriedOut(transaction, district, null);
    return !fresh.isEmpty();
  }

  /**
   * Requires every section to be uncovered: left out, or in the roster only because the declaration
   * says to warn.
   */
  private static void requireShown(
      DSLContext transaction, DistrictKey district, Collection<CleverId> sections) {
    var wanted = sections.stream().map(CleverId::bytes).toList();
    var unknown = new TreeSet<>(sections);
    transaction
        .select(UNDECLARED_RECORDS.ID)
        .from(UNDECLARED_RECORDS)
        .where(UNDECLARED_RECORDS.DISTRICT.eq(district.number()))
        .and(UNDECLARED_RECORDS.TYPE.eq("SECTION"))
        .and(UNDECLARED_RECORDS.ID.in(wanted))
        .forEach(row -> unknown.remove(CleverId.of(row.value1())));
    if (!unknown.isEmpty()) {
      throw SharingRefusals.sectionNotLeftOut(district.id(), unknown.getFirst());
    }
  }
}
