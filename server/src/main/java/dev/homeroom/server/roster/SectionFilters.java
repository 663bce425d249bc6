package dev.homeroom.server.roster;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.generated.tables.records.SectionsRecord;
import dev.homeroom.server.roster.record.Moment;
import dev.homeroom.server.roster.record.Versions;
import java.util.Optional;
import org.jooq.impl.DSL;

/** Which sections a list is asked for. */
final class SectionFilters {
  private SectionFilters() {}

  /**
   * Sections of a user and of a school, as far as given.
   *
   * <p>A live section of the user is found by the user's own row, without a look at any other
   * section. That holds for an earlier revision too: a section that is live since then has not
   * changed since then. A former one tells by its own arrays.
   */
  static Versions<SectionsRecord> of(
      Moment moment, Optional<CleverId> user, Optional<CleverId> school) {
    var live = moment.scope().sections();
    var former = moment.scope().formerSections();
    var liveFilter = school.map(id -> live.SCHOOL.eq(id.bytes())).orElseGet(DSL::trueCondition);
    var formerFilter = school.map(id -> former.SCHOOL.eq(id.bytes())).orElseGet(DSL::trueCondition);
    if (user.isPresent()) {
      var id = user.get().bytes();
      liveFilter = liveFilter.and(live.ID.eq(DSL.any(sectionsOf(moment, id))));
      formerFilter =
          formerFilter.and(
              DSL.val(id)
                  .eq(DSL.any(former.TEACHERS))
                  .or(DSL.val(id).eq(DSL.any(former.STUDENTS))));
    }
    return new Versions<>(live, former, liveFilter, formerFilter);
  }

  private static byte[][] sectionsOf(Moment moment, byte[] user) {
    var seats = moment.scope().userSections();
    return moment
        .db()
        .select(seats.SECTIONS)
        .from(seats)
        .where(seats.USER.eq(user))
        .fetchOptional(row -> row.value1())
        .orElseGet(() -> new byte[0][]);
  }
}
