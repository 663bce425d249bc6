package dev.homeroom.server.sharing;

import static dev.homeroom.server.db.generated.Tables.CONFIRMED_SHARINGS;
import static dev.homeroom.server.db.generated.Tables.PINNED_SECTIONS;
import static dev.homeroom.server.db.generated.Tables.SECTIONS;
import static dev.homeroom.server.db.generated.Tables.UNDECLARED_RECORDS;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import dev.homeroom.server.credential.Sha256;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.db.DistrictSet;
import dev.homeroom.server.db.generated.tables.records.PinnedSectionsRecord;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jooq.Select;

/**
 * The sections of confirmed shares that, while live, no declaration may drop without an approval.
 */
public final class PinnedSections {
  /** The largest number of sections that Clever lets a district choose. */
  public static final int MOST = 3000;

  private PinnedSections() {}

  public static SortedSet<CleverId> of(DSLContext sql, int district) {
    return ids(
        sql.select(PINNED_SECTIONS.ID)
            .from(PINNED_SECTIONS)
            .where(PINNED_SECTIONS.DISTRICT.eq(district)));
  }

  /** The pinned sections that are in the roster; the others are archived, or never were in it. */
  public static SortedSet<CleverId> live(DSLContext sql, int district) {
    return ids(
        sql.select(PINNED_SECTIONS.ID)
            .from(PINNED_SECTIONS)
            .where(PINNED_SECTIONS.DISTRICT.eq(district), isLive()));
  }

  /** The same of each district that has any. */
  public static Map<DistrictKey, SortedSet<CleverId>> live(DSLContext sql, DistrictSet districts) {
    var live = new HashMap<DistrictKey, SortedSet<CleverId>>();
    sql.select(PINNED_SECTIONS.DISTRICT, PINNED_SECTIONS.ID)
        .from(PINNED_SECTIONS)
        .where(districts.matches(PINNED_SECTIONS.DISTRICT), isLive())
        .forEach(row ->
            live.computeIfAbsent(districts.key(row.value1()), _ -> new TreeSet<>())
                .add(CleverId.of(row.value2())));
    return live;
  }

  private static Condition isLive() {
    return exists(
        selectOne()
            .from(SECTIONS)
            .where(
                SECTIONS.DISTRICT.eq(PINNED_SECTIONS.DISTRICT),
                SECTIONS.ID.eq(PINNED_SECTIONS.ID)));
  }

  /**
   * The sections to pin for a share: the ones that it names, or else all that it covers now; none
   * unless it is a share of sections.
   */
  public static SortedSet<CleverId> from(DSLContext sql, int district, DeclaredShare share) {
    return switch (share) {
      case DeclaredShare.Sections sections -> sections.sections();
      case DeclaredShare.Pinned _ -> covered(sql, district);
      case DeclaredShare.District _,
          DeclaredShare.Schools _,
          DeclaredShare.Rules _,
          DeclaredShare.SchoolSite _ ->
          Collections.emptySortedSet();
    };
  }

  /**
   * Refuses more sections than a district can choose in Clever.
   *
   * @throws dev.homeroom.server.rpc.RefusedException if there are more
   */
  public static void requireFew(DistrictKey district, Collection<CleverId> sections) {
    if (sections.size() > MOST) {
      throw SharingRefusals.tooManySections(district.id(), sections.size(), MOST);
    }
  }

  private static SortedSet<CleverId> covered(DSLContext sql, int district) {
    return ids(
        sql.select(SECTIONS.ID)
            .from(SECTIONS)
            .where(SECTIONS.DISTRICT.eq(district))
            .and(
                notExists(
                    selectOne()
                        .from(UNDECLARED_RECORDS)
                        .where(UNDECLARED_RECORDS.DISTRICT.eq(district))
                        .and(UNDECLARED_RECORDS.TYPE.eq("SECTION"))
                        .and(UNDECLARED_RECORDS.ID.eq(SECTIONS.ID)))));
  }

  /**
   * Replaces the pinned sections, and updates their number and digest in the row of the confirmed
   * share.
   */
  public static void write(DSLContext transaction, int district, Collection<CleverId> sections) {
    transaction.deleteFrom(PINNED_SECTIONS).where(PINNED_SECTIONS.DISTRICT.eq(district)).execute();
    var rows = sections.stream().map(id -> new PinnedSectionsRecord(district, id.bytes())).toList();
    transaction.batchInsert(rows).execute();
    transaction
        .update(CONFIRMED_SHARINGS)
        .set(CONFIRMED_SHARINGS.PINNED_COUNT, (long) rows.size())
        .set(CONFIRMED_SHARINGS.PINNED_DIGEST, digest(sections))
        .where(CONFIRMED_SHARINGS.DISTRICT.eq(district))
        .execute();
  }

  /** SHA-256 over the ids in ascending order. */
  public static byte[] digest(Collection<CleverId> sections) {
    var sha256 = Sha256.begin();
    sections.stream().sorted().forEach(id -> sha256.update(id.bytes()));
    return sha256.digest();
  }

  private static SortedSet<CleverId> ids(Select<Record1<byte[]>> select) {
    var ids = new TreeSet<CleverId>();
    select.forEach(row -> ids.add(CleverId.of(row.value1())));
    return ids;
  }
}
