package dev.homeroom.server.db;

import java.time.Duration;

/**
 * Where Postgres is.
 *
 * @param url a JDBC URL, {@code jdbc:postgresql://…}
 * @param user the role that owns the schema
 * @param password its password; empty where Postgres asks for none
 * @param connections the most connections that read; half as many more may write, and sync runs
 *     have further ones of their own
 * @param patience how long a caller waits for a connection
 */
public record DatabaseConfig(
    String url, String user, String password, int connections, Duration patience) {

  /** The usual pools: 16 connections that read and 8 that write, 3 seconds of patience. */
  public DatabaseConfig(String url, String user, String password) {
    this(url, user, password, 16, Duration.ofSeconds(3));
  }

  @Override
  public String toString() {
    return "DatabaseConfig[url=" + url + ", user=" + user + ", password=***]";
  }
}
