package dev.homeroom.server.sync.share;

import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.arrayGet;
import static org.jooq.impl.DSL.cardinality;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.unnest;
import static org.jooq.impl.DSL.val;

import dev.homeroom.server.db.CleverId;
import java.util.Collection;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/** Compares columns of ids with declared ids. Each list of declared ids is one parameter. */
final class IdConditions {
  private IdConditions() {}

  /** Returns the condition that the id is among the declared ones. */
  static Condition among(Field<byte[]> id, Collection<CleverId> declared) {
    return id.eq(any(list(declared)));
  }

  /**
   * Returns the condition that any of the ids is among the declared ones. Most lists have one
   * element: only longer ones are unnested, which costs ten times as much.
   */
  static Condition anyAmong(Field<byte[][]> ids, Collection<CleverId> declared) {
    var member = field(name("member", "id"), SQLDataType.VARBINARY);
    var further =
        exists(selectOne().from(unnest(ids).as("member", "id")).where(among(member, declared)));
    return among(arrayGet(ids, 1), declared).or(cardinality(ids).gt(1).and(further));
  }

  static Field<byte[][]> list(Collection<CleverId> ids) {
    return val(
        ids.stream().map(CleverId::bytes).toArray(byte[][]::new), SQLDataType.VARBINARY.array());
  }
}
