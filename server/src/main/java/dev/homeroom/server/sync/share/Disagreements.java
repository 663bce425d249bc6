package dev.homeroom.server.sync.share;

import static dev.homeroom.server.db.generated.Tables.DISTRICTS;
import static dev.homeroom.server.db.generated.Tables.SCHOOLS;
import static dev.homeroom.server.db.generated.Tables.SCHOOLS_HISTORY;
import static dev.homeroom.server.db.generated.Tables.SECTIONS;
import static dev.homeroom.server.db.generated.Tables.SECTIONS_HISTORY;
import static dev.homeroom.server.db.generated.Tables.UNDECLARED_RECORDS;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.rpc.ResourceNames.Collection;
import dev.homeroom.server.sharing.DeclaredShare;
import dev.homeroom.server.sharing.DeclaredShare.OnUndeclared;
import dev.homeroom.server.sharing.ShareKind;
import dev.homeroom.v1.ShareFindingKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/** Finds the disagreements between a declared share and Clever, in the live roster. */
final class Disagreements {
  private final DSLContext sql;
  private final int district;
  private final DeclaredShare share;
  private final UncoveredCounts uncovered;

  Disagreements(DSLContext sql, int district, DeclaredShare share, UncoveredCounts uncovered) {
    this.sql = sql;
    this.district = district;
    this.share = share;
    this.uncovered = uncovered;
  }

  /** Returns all of them, ordered by kind. */
  List<Disagreement> find() {
    var found = new ArrayList<Disagreement>();
    uncovered(
        found,
        ShareFindingKind.SHARE_FINDING_KIND_UNDECLARED_SECTIONS,
        uncovered.all(ShareKind.SECTION),
        "SECTION",
        "sections",
        FixHints.sections(share));
    uncovered(
        found,
        ShareFindingKind.SHARE_FINDING_KIND_UNDECLARED_SCHOOLS,
        uncovered.all(ShareKind.SCHOOL),
        "SCHOOL",
        "schools",
        FixHints.schools(share));
    uncovered(
        found,
        ShareFindingKind.SHARE_FINDING_KIND_UNDECLARED_USERS,
        uncovered.users(),
        "",
        "users",
        FixHints.users(share));
    switch (share) {
      case DeclaredShare.District _ -> broad(found, "The whole district is");
      case DeclaredShare.Schools schools -> {
        broad(found, "Whole schools are");
        missingSchools(found, schools.schools());
      }
      case DeclaredShare.Sections sections -> missingSections(found, sections.sections());
      case DeclaredShare.Pinned pinned ->
          pinned.sections().ifPresent(sections -> missingPinned(found, sections));
      case DeclaredShare.Rules rules -> idleRules(found, rules);
      case DeclaredShare.SchoolSite site -> notYetShared(found, site.schools());
    }
    found.sort(Comparator.comparing(Disagreement::kind));
    return found;
  }

  private void uncovered(
      List<Disagreement> found,
      ShareFindingKind kind,
      long count,
      String type,
      String words,
      String remedy) {
    if (count == 0) {
      return;
    }
    var fate =
        share.onUndeclared() == OnUndeclared.WARN
            ? "They are kept, because the declaration says to warn only."
            : "They are left out.";
    found.add(
        new Disagreement(
            kind,
            false,
            count,
            type.isEmpty() ? List.of() : samples(type),
            "Clever shows %d %s that the declared share does not cover. %s %s, or ask the district's admin to stop sharing them in Clever."
                .formatted(count, words, fate, remedy)));
  }

  private List<String> samples(String type) {
    return names(
        type,
        sql.select(UNDECLARED_RECORDS.ID)
            .from(UNDECLARED_RECORDS)
            .where(UNDECLARED_RECORDS.DISTRICT.eq(district), UNDECLARED_RECORDS.TYPE.eq(type))
            .orderBy(UNDECLARED_RECORDS.ID)
            .limit(Disagreement.SAMPLES)
            .fetch(row -> CleverId.of(row.value1())));
  }

  private static void broad(List<Disagreement> found, String what) {
    found.add(
        new Disagreement(
            ShareFindingKind.SHARE_FINDING_KIND_SHARE_BROADER_THAN_ADVISED,
            false,
            1,
            List.of(),
            what
                + " shared. Sections or rules would share least: agree with the district on which"
                + " of its data the app needs."));
  }

  private void missingSchools(List<Disagreement> found, SortedSet<CleverId> declared) {
    var missing = missing(declared, SCHOOLS, SCHOOLS.DISTRICT, SCHOOLS.ID);
    var known =
        missing(missing, SCHOOLS_HISTORY, SCHOOLS_HISTORY.DISTRICT, SCHOOLS_HISTORY.ID).size()
            < missing.size();
    narrow(found, missing, "SCHOOL", known, "schools");
  }

  private void missingSections(List<Disagreement> found, SortedSet<CleverId> declared) {
    var missing = missing(declared, SECTIONS, SECTIONS.DISTRICT, SECTIONS.ID);
    var unknown =
        missing(missing, SECTIONS_HISTORY, SECTIONS_HISTORY.DISTRICT, SECTIONS_HISTORY.ID);
    narrow(found, missing, "SECTION", unknown.isEmpty(), "sections");
  }

  /** Pinned sections were in the roster when they were pinned, and no declaration names them. */
  private void missingPinned(List<Disagreement> found, SortedSet<CleverId> pinned) {
    var missing = missing(pinned, SECTIONS, SECTIONS.DISTRICT, SECTIONS.ID);
    if (!missing.isEmpty()) {
      found.add(
          new Disagreement(
              ShareFindingKind.SHARE_FINDING_KIND_SHARE_NARROWER_THAN_DECLARED,
              false,
              missing.size(),
              names("SECTION", first(missing)),
              "Clever does not show %d of the pinned sections any more. Those that ended need nothing; ask the district's admin to share the others in Clever."
                  .formatted(missing.size())));
    }
  }

  private void narrow(
      List<Disagreement> found,
      SortedSet<CleverId> missing,
      String type,
      boolean wereHere,
      String words) {
    if (!missing.isEmpty()) {
      found.add(
          new Disagreement(
              ShareFindingKind.SHARE_FINDING_KIND_SHARE_NARROWER_THAN_DECLARED,
              !wereHere,
              missing.size(),
              names(type, first(missing)),
              "Clever does not show %d of the declared %s%s"
                  .formatted(
                      missing.size(),
                      words,
                      wereHere
                          ? " any more. Take those that ended out of the declaration, or ask the"
                              + " district's admin to share them in Clever."
                          : ". Check their ids, or ask the district's admin to share them in"
                              + " Clever.")));
    }
  }

  private void notYetShared(List<Disagreement> found, SortedSet<CleverId> declared) {
    var missing = missing(declared, SCHOOLS, SCHOOLS.DISTRICT, SCHOOLS.ID);
    if (!missing.isEmpty()) {
      found.add(
          new Disagreement(
              ShareFindingKind.SHARE_FINDING_KIND_SCHOOL_SITE_NOT_YET_SHARED,
              false,
              missing.size(),
              names("SCHOOL", first(missing)),
              "%d of the declared schools are not shared yet. Ask their tech leads to share them in Clever."
                  .formatted(missing.size())));
    }
  }

  private void idleRules(List<Disagreement> found, DeclaredShare.Rules rules) {
    var idle =
        IdleRules.of(sql, district, rules).stream()
            .map(number -> "include[" + number + "]")
            .toList();
    if (!idle.isEmpty()) {
      found.add(
          new Disagreement(
              ShareFindingKind.SHARE_FINDING_KIND_SHARE_NARROWER_THAN_DECLARED,
              true,
              idle.size(),
              idle.stream().limit(Disagreement.SAMPLES).toList(),
              "%d of the declared rules match nothing of what is shared. Correct their values, or ask the district's admin to share in Clever what they mean."
                  .formatted(idle.size())));
    }
  }

  /** Returns those of the ids that have no row in the table. */
  private SortedSet<CleverId> missing(
      SortedSet<CleverId> ids, Table<?> table, Field<Integer> of, Field<byte[]> id) {
    if (ids.isEmpty()) {
      return ids;
    }
    Set<CleverId> present =
        new HashSet<>(
            sql.selectDistinct(id)
                .from(table)
                .where(of.eq(district), IdConditions.among(id, ids))
                .fetch(row -> CleverId.of(row.value1())));
    var missing = new TreeSet<>(ids);
    missing.removeAll(present);
    return missing;
  }

  private static List<CleverId> first(SortedSet<CleverId> ids) {
    return ids.stream().limit(Disagreement.SAMPLES).toList();
  }

  private List<String> names(String type, List<CleverId> ids) {
    var parent =
        CleverId.of(
            sql.select(DISTRICTS.ID)
                .from(DISTRICTS)
                .where(DISTRICTS.DISTRICT.eq(district))
                .fetchSingle()
                .value1());
    return ids.stream().map(id -> Collection.valueOf(type + "S").name(parent, id)).toList();
  }
}
