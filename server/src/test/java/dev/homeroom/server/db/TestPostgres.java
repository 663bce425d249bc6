package dev.homeroom.server.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One Postgres for all tests of a process, with as many databases as they like. */
public final class TestPostgres {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private TestPostgres() {}

  /** A new, empty database. */
  public static DatabaseConfig newDatabase() {
    var name = "test" + DATABASES.incrementAndGet();
    try (var connection = Holder.POSTGRES.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    return new DatabaseConfig(Holder.POSTGRES.getJdbcUrl("postgres", name), "postgres", "");
  }

  /** A new database with the schema in it. */
  public static Database open() {
    return open(newDatabase());
  }

  /** The database, once its schema is there. */
  public static Database open(DatabaseConfig config) {
    var database = Database.open(config);
    database.migrated().orTimeout(30, TimeUnit.SECONDS).join();
    return database;
  }

  private static final class Holder {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("max_connections", "300").start();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
