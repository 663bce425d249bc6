package dev.homeroom.cli.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.homeroom.cli.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs our own Postgres: one database on the loopback address, without a socket file, its password
 * in a file.
 */
public final class Postgres implements Program {
  /** The only user. */
  public static final String USER = "homeroom";

  private static final Map<String, String> SETTINGS =
      Map.of(
          "listen_addresses", "127.0.0.1",
          "unix_socket_directories", "",
          "shared_buffers", "256MB",
          "max_wal_size", "2GB",
          "wal_compression", "pglz",
          "jit", "off",
          "autovacuum_vacuum_scale_factor", "0.02",
          "autovacuum_analyze_scale_factor", "0.02",
          "timezone", "UTC",
          "log_timezone", "UTC");

  private final PostgresBinaries binaries;
  private final Path data;
  private final Path passwordFile;
  private final boolean durable;
  private final int port;

  /**
   * Describes a Postgres; starts nothing.
   *
   * @param data the cluster's folder, created by {@link #prepare}
   * @param durable true if a commit waits for the disk; otherwise a power cut may lose the data
   * @param port the port to listen on
   */
  public Postgres(
      PostgresBinaries binaries, Path data, Path passwordFile, boolean durable, int port) {
    this.port = port;
    this.binaries = binaries;
    this.data = data;
    this.passwordFile = passwordFile;
    this.durable = durable;
  }

  /** Returns the port that it listens on. */
  public int port() {
    return port;
  }

  /** Returns the JDBC address of the database, without user and password. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /** Creates the cluster unless it exists, and ends a server that was left running on it. */
  public void prepare() throws IOException, InterruptedException {
    if (Files.exists(data)) {
      endLeftover();
      return;
    }
    var scratch = data.resolveSibling(data.getFileName() + ".new");
    FolderTrees.delete(scratch);
    var initdb =
        process(
            binaries.program("initdb"),
            List.of(
                "--username=" + USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions",
                durable ? "--sync-method=fsync" : "--no-sync",
                "--pgdata=" + scratch));
    var running = initdb.redirectErrorStream(true).start();
    var words = new String(running.getInputStream().readAllBytes(), UTF_8);
    if (running.waitFor() != 0) {
      throw CommandFailure.failed(
          "Postgres cannot make its folder " + scratch + ": " + words.strip());
    }
    Files.move(scratch, data, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public String name() {
    return "postgres";
  }

  @Override
  public ProcessBuilder command() {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("-D", data.toString(), "-p", Integer.toString(port)));
    SETTINGS.forEach((key, value) -> arguments.addAll(List.of("-c", key + "=" + value)));
    for (var key : List.of("fsync", "synchronous_commit", "full_page_writes")) {
      arguments.addAll(List.of("-c", key + (durable ? "=on" : "=off")));
    }
    return process(binaries.program("postgres"), arguments);
  }

  @Override
  public boolean isReady(Process process) throws IOException {
    var file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return false;
    }
    var lines = Files.readAllLines(file);
    return lines.size() > 7
        && lines.getFirst().strip().equals(Long.toString(process.pid()))
        && lines.get(7).strip().equals("ready");
  }

  @Override
  public void end(ProcessHandle process) {
    ProcessEnd.interrupt(process);
  }

  private void endLeftover() throws IOException {
    var file = data.resolve("postmaster.pid");
    if (!Files.exists(file)) {
      return;
    }
    var pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
    var postgres =
        ProcessHandle.of(pid).filter(p -> p.info().command().orElse("").endsWith("/postgres"));
    postgres.ifPresent(ProcessEnd::interrupt);
    Files.deleteIfExists(file); // the process id may already belong to another process
  }

  /**
   * Builds the command of a Postgres program. Postgres refuses to run as root; in a user namespace
   * of its own it does not see that it is root.
   */
  private static ProcessBuilder process(Path program, List<String> arguments) {
    var command = new ArrayList<String>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(program.toString());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(key -> key.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }
}
