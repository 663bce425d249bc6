package dev.homeroom.bench.process;

import dev.homeroom.bench.BenchException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Runs a durable Postgres with the settings of the storage measurements. */
public final class DurablePostgres implements AutoCloseable {

  /** The settings; docs/adr/0002-roster-storage.md was measured with the same ones. */
  public static final Map<String, String> SETTINGS =
      Map.of(
          "fsync", "on",
          "synchronous_commit", "on",
          "full_page_writes", "on",
          "shared_buffers", "2GB",
          "work_mem", "128MB",
          "max_wal_size", "8GB",
          "jit", "off");

  private static final String USER = "postgres";
  private static final Duration START = Duration.ofMinutes(2);

  private final EmbeddedPostgres postgres;
  private final ProcessHandle process;

  private DurablePostgres(EmbeddedPostgres postgres, ProcessHandle process) {
    this.postgres = postgres;
    this.process = process;
  }

  /** Starts a new one with its data in a subfolder of this folder. */
  public static DurablePostgres start(Path folder) throws IOException, SQLException {
    var data = folder.resolve("postgres");
    var builder =
        EmbeddedPostgres.builder()
            .setPGStartupWait(START)
            .setDataDirectory(data)
            .setCleanDataDirectory(true)
            .setOutputRedirector(
                ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile()))
            .setErrorRedirector(ProcessBuilder.Redirect.DISCARD);
    SETTINGS.forEach(builder::setServerConfig);
    var embedded = builder.start();
    long pid =
        Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
    var process =
        ProcessHandle.of(pid).orElseThrow(() -> new BenchException("Postgres is not running"));
    var postgres = new DurablePostgres(embedded, process);
    postgres.requireSettings();
    return postgres;
  }

  private void requireSettings() throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      for (var setting : new TreeMap<>(SETTINGS).entrySet()) {
        try (var row = statement.executeQuery("show " + setting.getKey())) {
          row.next();
          if (!row.getString(1).equals(setting.getValue())) {
            throw new BenchException(
                "Postgres runs with %s = %s".formatted(setting.getKey(), row.getString(1)));
          }
        }
      }
    }
  }

  /** Returns the JDBC address of its database. */
  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
  }

  /** Returns its user, who needs no password. */
  public String user() {
    return USER;
  }

  /** Opens a new connection. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), USER, "");
  }

  /** Returns its version. */
  public String version() throws SQLException {
    try (var connection = connect()) {
      return connection.getMetaData().getDatabaseProductVersion();
    }
  }

  /** Returns the cost of all its processes together so far. */
  public ProcessCost cost() {
    return ProcessCost.of(process);
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
