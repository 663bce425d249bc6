package dev.homeroom.server.sync.share;

import static dev.homeroom.server.db.generated.Tables.UNDECLARED_RECORDS;
import static org.jooq.impl.DSL.count;

import dev.homeroom.server.sharing.ShareKind;
import java.util.EnumMap;
import java.util.Map;
import org.jooq.DSLContext;

/**
 * The number of uncovered records.
 *
 * @param all by kind
 * @param live by kind, those that are in the roster
 * @param users users of any role
 */
record UncoveredCounts(Map<ShareKind, Long> all, Map<ShareKind, Long> live, long users) {
  static UncoveredCounts load(DSLContext sql, int district) {
    var all = new EnumMap<ShareKind, Long>(ShareKind.class);
    var live = new EnumMap<ShareKind, Long>(ShareKind.class);
    long users = 0;
    var rows =
        sql.select(
                UNDECLARED_RECORDS.TYPE,
                UNDECLARED_RECORDS.ROLES,
                UNDECLARED_RECORDS.LEFT_OUT,
                count())
            .from(UNDECLARED_RECORDS)
            .where(UNDECLARED_RECORDS.DISTRICT.eq(district))
            .groupBy(UNDECLARED_RECORDS.TYPE, UNDECLARED_RECORDS.ROLES, UNDECLARED_RECORDS.LEFT_OUT)
            .fetch();
    for (var row : rows) {
      boolean user = row.value1().equals("USER");
      users += user ? row.value4() : 0;
      for (var kind : ShareKind.values()) {
        if (user ? (row.value2() & kind.bit()) != 0 : row.value1().equals(kind.name())) {
          all.merge(kind, (long) row.value4(), Long::sum);
          live.merge(kind, row.value3() ? 0L : row.value4(), Long::sum);
        }
      }
    }
    return new UncoveredCounts(all, live, users);
  }

  long all(ShareKind kind) {
    return all.getOrDefault(kind, 0L);
  }

  long live(ShareKind kind) {
    return live.getOrDefault(kind, 0L);
  }
}
