package dev.homeroom.server.access;

import static java.util.Objects.requireNonNull;

import dev.homeroom.server.db.generated.Routines;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * Hides users whom a record names although the roster does not have them: they are uncovered by the
 * declared share, or archived. Each row, live or former, says itself which users these are, so that
 * every read of any moment hides the same users.
 */
final class NamedUsers {
  private static final String ABSENT = "absent_users";

  private NamedUsers() {}

  /** Returns whether records of the table can name users. */
  static boolean in(Table<?> table) {
    return table.field(ABSENT) != null;
  }

  /** The column as every caller gets it: of users, it names only those whom the roster has. */
  static Field<?> present(Table<?> table, Field<?> column) {
    return in(table) ? without(ids(table, ABSENT), column, table) : column;
  }

  private static Field<?> without(Field<byte[][]> absent, Field<?> column, Table<?> table) {
    return switch (column.getName()) {
      case ABSENT -> DSL.castNull(absent.getDataType());
      case "primary_teacher" -> {
        var id = column.coerce(byte[].class);
        yield DSL.when(absent.isNull().or(id.ne(DSL.all(absent))), id);
      }
      case "teachers", "students", "contact_students" -> {
        var ids = ids(table, column.getName());
        yield DSL.when(absent.isNull(), ids).otherwise(Routines.presentUsers(ids, absent));
      }
      case "contact_relationships", "contact_relationship_types" -> {
        var texts = column.coerce(String[].class);
        yield DSL.when(absent.isNull(), texts)
            .otherwise(Routines.textsOfPresentUsers(texts, ids(table, "contact_students"), absent));
      }
      default -> column;
    };
  }

  private static Field<byte[][]> ids(Table<?> table, String column) {
    return requireNonNull(table.field(column, byte[][].class), column);
  }
}
