package dev.homeroom.server.explain;

import static dev.homeroom.server.roster.record.Versions.column;

import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.record.RosterType;
import dev.homeroom.server.roster.record.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Finds the users into which Clever has merged another user. A role keeps the id that it had before
 * version 3 of the API even if another user takes it over, so this id proves where the role went.
 * Users and ids that the caller may not read are not in the tables of the caller's scope and prove
 * nothing.
 */
record UserSuccessors(Moment moment, CleverId user) {
  private static final List<String> COLUMNS =
      RosterType.USER.roles().stream().map(role -> role + "_legacy_id").toList();

  /**
   * The live users who have a role of the user, or the user's id as the legacy id of a role;
   * ordered by id.
   */
  List<CleverId> find() {
    var live = moment.scope().users();
    return moment
        .db()
        .select(live.ID)
        .from(live)
        .where(live.ID.ne(user.bytes()), DSL.or(proofs(live)))
        .orderBy(live.ID)
        .fetch(row -> CleverId.of(row.value1()));
  }

  private List<Condition> proofs(Table<?> live) {
    var last = last();
    var proofs = new ArrayList<Condition>();
    for (var name : COLUMNS) {
      proofs.add(legacyId(live, name).eq(user.bytes()));
      last.map(row -> row.get(name, byte[].class))
          .map(former -> legacyId(live, name).eq(former))
          .ifPresent(proofs::add);
    }
    return proofs;
  }

  /** The user's row in the roster, or else the last one in the history. */
  private Optional<Record> last() {
    var live = moment.scope().users();
    var former = moment.scope().formerUsers();
    return moment
        .db()
        .select(legacyIds(live))
        .from(live)
        .where(live.ID.eq(user.bytes()))
        .fetchOptional(Record.class::cast)
        .or(() ->
            moment
                .db()
                .select(legacyIds(former))
                .from(former)
                .where(former.ID.eq(user.bytes()))
                .orderBy(former.UNTIL_REVISION.desc())
                .limit(1)
                .fetchOptional(Record.class::cast));
  }

  private static List<Field<byte[]>> legacyIds(Table<?> table) {
    return COLUMNS.stream().map(name -> legacyId(table, name)).toList();
  }

  private static Field<byte[]> legacyId(Table<?> table, String name) {
    return column(table, name, byte[].class);
  }
}
