package dev.homeroom.server.db;

import static dev.homeroom.server.db.generated.Tables.ROSTER_CHANGES;
import static dev.homeroom.server.db.generated.Tables.ROSTER_DETAILS;
import static dev.homeroom.server.db.generated.Tables.STAGED_COURSES;
import static dev.homeroom.server.db.generated.Tables.STAGED_GONE;
import static dev.homeroom.server.db.generated.Tables.STAGED_SCHOOLS;
import static dev.homeroom.server.db.generated.Tables.STAGED_SECTIONS;
import static dev.homeroom.server.db.generated.Tables.STAGED_TERMS;
import static dev.homeroom.server.db.generated.Tables.STAGED_UNDECLARED;
import static dev.homeroom.server.db.generated.Tables.STAGED_USERS;
import static dev.homeroom.server.db.generated.Tables.SYNC_RUNS;

import dev.homeroom.server.db.failure.DatabaseUnavailableException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables that hold what runs read until it is applied: the schema's shared tables for small
 * districts, separate tables of a run for large ones. Unlogged, so empty after a crash of Postgres.
 * docs/adr/0002-roster-storage.md has the numbers.
 */
public final class StagingTables {
  private static final List<Table<?>> SHARED =
      List.of(
          STAGED_SCHOOLS,
          STAGED_TERMS,
          STAGED_COURSES,
          STAGED_SECTIONS,
          STAGED_USERS,
          ROSTER_CHANGES,
          ROSTER_DETAILS,
          STAGED_GONE,
          STAGED_UNDECLARED);

  private static final Set<String> COMPARED =
      Set.of("district", "stage", "type", "id", "op", "part", "content_hash");

  private static final Logger log = LoggerFactory.getLogger(StagingTables.class);

  /** Short, because a wait for a table's lock blocks everyone who comes after. */
  private static final Duration LOCK_PATIENCE = Duration.ofMillis(100);

  private StagingTables() {}

  /** Returns the name of the separate table that a stage has in place of a shared one. */
  public static String ownName(Table<?> shared, long stage) {
    return shared.getName() + "_" + stage;
  }

  /** Creates a stage's separate tables, without indexes. */
  public static void create(DSLContext connection, long stage) {
    for (var shared : SHARED) {
      connection.execute(
          "create unlogged table "
              + ownName(shared, stage)
              + " (like "
              + shared.getName()
              + ") with (autovacuum_enabled = false)");
    }
  }

  /** Deletes everything that was staged under the number. */
  public static void discard(DSLContext connection, long stage) {
    connection.execute(
        "drop table if exists "
            + SHARED.stream()
                .map(shared -> ownName(shared, stage))
                .collect(Collectors.joining(", ")));
    for (var shared : SHARED) {
      connection.deleteFrom(shared).where(stageOf(shared).eq(stage)).execute();
    }
  }

  /**
   * Deletes what was staged by runs that are over or have continued under another number. What
   * cannot be dropped, or is locked, is left for the next time.
   */
  public static void sweep(Database database) {
    var connection = database.dsl();
    var tables = DSL.table(DSL.name("pg_catalog", "pg_class"));
    var name = DSL.field(DSL.name("relname"), SQLDataType.VARCHAR);
    var own =
        connection
            .select(name)
            .from(tables)
            .where(name.likeRegex("^roster_changes_[0-9]+$"))
            .fetch(row -> Long.valueOf(row.value1().substring("roster_changes_".length())));
    var shared =
        connection.selectDistinct(STAGED_USERS.STAGE).from(STAGED_USERS).fetch().stream()
            .map(row -> row.value1());
    var active =
        connection
            .select(SYNC_RUNS.STAGE)
            .from(SYNC_RUNS)
            .where(SYNC_RUNS.STAGE.isNotNull())
            .fetchSet(SYNC_RUNS.STAGE);
    Stream.concat(own.stream(), shared)
        .filter(stage -> !active.contains(stage))
        .distinct()
        .forEach(stage -> sweep(database, stage));
  }

  private static void sweep(Database database, long stage) {
    try {
      database.transaction(transaction -> {
        transaction.execute("set local lock_timeout = " + LOCK_PATIENCE.toMillis());
        discard(transaction, stage);
        return stage;
      });
    } catch (DatabaseUnavailableException away) {
      throw away;
    } catch (RuntimeException failure) {
      log.atWarn()
          .addKeyValue("stage", stage)
          .setCause(failure)
          .log("what a run had staged could not be dropped yet");
    }
  }

  /** Returns the statement that takes rows in Postgres's binary form, with these columns. */
  public static String copy(Table<?> table, List<String> columns) {
    return "copy "
        + table.getName()
        + columns.stream().collect(Collectors.joining(", ", " (", ")"))
        + " from stdin (format binary)";
  }

  /**
   * Updates the planner's statistics of a stage's separate table, or of a live one, for the columns
   * that are compared: statistics of the lists of members would cost more than the comparison.
   */
  public static void analyze(DSLContext connection, Table<?> table) {
    connection.execute(
        "analyze "
            + table.getName()
            + Arrays.stream(table.fields())
                .map(Field::getName)
                .filter(COMPARED::contains)
                .collect(Collectors.joining(", ", " (", ")")));
  }

  private static Field<Long> stageOf(Table<?> table) {
    return DSL.field(DSL.name(table.getName(), "stage"), SQLDataType.BIGINT);
  }
}
