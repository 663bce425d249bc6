package dev.homeroom.server.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One Postgres for all tests of a process, with as many databases as they like. */
public final class TestPostgres {
  private static final Duration START = Duration.ofMinutes(2);
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestPostgres() {}

  /** A new database with the schema in it and nothing else. */
  public static DatabaseConfig newDatabase() {
    return create(nextName(), " template " + Migrated.TEMPLATE);
  }

  /** A new database without the schema. */
  public static DatabaseConfig emptyDatabase() {
    return create(nextName(), "");
  }

  /** A new database with the schema in it. */
  public static Database open() {
    return open(newDatabase());
  }

  /** The database, once its schema is there. */
  public static Database open(DatabaseConfig config) {
    var database = Database.open(config);
    database.migrated().orTimeout(START.toSeconds(), TimeUnit.SECONDS).join();
    return database;
  }

  /** A Postgres of a test's own, which may take its time to start on a busy machine. */
  public static EmbeddedPostgres.Builder builder() {
    return EmbeddedPostgres.builder().setPGStartupWait(START);
  }

  private static String nextName() {
    return "test" + DATABASES.incrementAndGet();
  }

  private static DatabaseConfig create(String name, String options) {
    try (var connection = Holder.POSTGRES.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name + options);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    return new DatabaseConfig(Holder.POSTGRES.getJdbcUrl("postgres", name), "postgres", "");
  }

  private static final class Holder {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        var builder = builder().setServerConfig("max_connections", "300");
        MemoryFolder.make().ifPresent(builder::setDataDirectory);
        return builder.start();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  /** Migrated once: a copy takes a fraction of the time. */
  private static final class Migrated {
    static final String TEMPLATE = migrate("migrated");

    private static String migrate(String name) {
      open(create(name, "")).close();
      return name;
    }
  }
}
