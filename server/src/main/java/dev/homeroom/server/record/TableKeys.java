package dev.homeroom.server.record;

import static dev.homeroom.server.db.generated.Tables.USERS_HISTORY;

import dev.homeroom.server.db.letter.RowEnding;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;

/** The columns that tables of all types have, beyond Clever's data. */
public final class TableKeys {
  private TableKeys() {}

  /** The district's number. */
  public static Field<Integer> district(Table<?> table) {
    return column(table, "district", SQLDataType.INTEGER);
  }

  /** The record's id. */
  public static Field<byte[]> id(Table<?> table) {
    return column(table, "id", SQLDataType.VARBINARY);
  }

  /** The hash of the row's values. */
  public static Field<Long> hash(Table<?> table) {
    return column(table, "content_hash", SQLDataType.BIGINT);
  }

  /** The revision with which the row's values began. */
  public static Field<Long> revision(Table<?> table) {
    return column(table, "revision", SQLDataType.BIGINT);
  }

  /** The revision with which a former row's values ended. */
  public static Field<Long> untilRevision(Table<?> history) {
    return column(history, "until_revision", SQLDataType.BIGINT);
  }

  /** The way in which a former row's values ended. */
  public static Field<RowEnding> ended(Table<?> history) {
    return column(history, "ended", USERS_HISTORY.ENDED.getDataType());
  }

  /** The number under which a run stages. */
  public static Field<Long> stage(Table<?> staged) {
    return column(staged, "stage", SQLDataType.BIGINT);
  }

  /** Of several staged rows of a record, the highest counts. */
  public static Field<Long> sequence(Table<?> staged) {
    return column(staged, "seq", SQLDataType.BIGINT);
  }

  private static <T> Field<T> column(Table<?> table, String name, DataType<T> type) {
    var field = table.field(name, type);
    if (field == null) {
      throw new IllegalStateException(table.getName() + " has no column " + name);
    }
    return field;
  }
}
