package dev.homeroom.server.db;

import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.table;

import java.time.Duration;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The sessions that {@link Database#connect} opened, found by name from any server. */
public final class Sessions {
  private Sessions() {}

  /**
   * Ends all sessions of the name in this database, and waits for the end of each, at most for the
   * given time.
   */
  public static void end(DSLContext connection, String session, Duration longest) {
    connection
        .select(
            DSL.function(
                name("pg_terminate_backend"),
                SQLDataType.BOOLEAN,
                field(name("pid"), SQLDataType.INTEGER),
                DSL.inline(longest.toMillis(), SQLDataType.BIGINT)))
        .from(table(name("pg_stat_activity")))
        .where(field(name("application_name"), SQLDataType.VARCHAR).eq(session))
        .and(
            field(name("datname"), SQLDataType.VARCHAR)
                .eq(DSL.function(name("current_database"), SQLDataType.VARCHAR)))
        .fetch();
  }
}
