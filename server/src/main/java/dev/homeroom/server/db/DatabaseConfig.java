package dev.homeroom.server.db;

import java.time.Duration;

/**
 * The connection settings of Postgres.
 *
 * @param url a JDBC URL, {@code jdbc:postgresql://…}
 * @param user the role that owns the schema
 * @param password the role's password; empty if Postgres asks for none
 * @param connections the largest number of connections that read; half as many more may write, and
 *     sync runs open further ones of their own
 * @param patience how long a caller waits for a connection
 */
public record DatabaseConfig(
    String url, String user, String password, int connections, Duration patience) {

  /** Uses the default pools: 16 connections that read and 8 that write, 3 seconds of patience. */
  public DatabaseConfig(String url, String user, String password) {
    this(url, user, password, 16, Duration.ofSeconds(3));
  }

  @Override
  public String toString() {
    return "DatabaseConfig[url=" + url + ", user=" + user + ", password=***]";
  }
}
