package dev.homeroom.cli.up;

import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.cli.console.Console;
import dev.homeroom.cli.home.Home;
import dev.homeroom.cli.home.RunRecord;
import dev.homeroom.cli.kube.ClusterWatch;
import dev.homeroom.cli.kube.LocalCluster;
import dev.homeroom.cli.runtime.ProcessId;
import dev.homeroom.cli.runtime.ProcessOwner;
import dev.homeroom.cli.runtime.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The resources of one {@code up}: its processes and its files. Closing ends the processes and
 * deletes temporary files, however the {@code up} ends. Until then other commands find it by its
 * record. Thread-safe.
 */
final class UpSession implements AutoCloseable {
  private final Home home;
  private final Processes processes;
  private final Console console;
  private final List<ProcessOwner> guests = new ArrayList<>();
  private RunRecord record;
  private boolean closed;

  private UpSession(Home home, Path checkout, Console console) throws IOException {
    this.home = home;
    this.console = console;
    this.processes = new Processes(logs(home), console::say, this::changed);
    this.record =
        new RunRecord(
            ProcessId.of("up", ProcessHandle.current()),
            home.directory().toString(),
            home.isTemporary(),
            checkout.toString(),
            null,
            null,
            null,
            null,
            null,
            null,
            List.of());
  }

  /** Opens a session, which is closed at the latest when a signal ends this Java process. */
  static UpSession open(Home home, Path checkout, Console console) throws IOException {
    var session = new UpSession(home, checkout, console);
    session.changed();
    Runtime.getRuntime().addShutdownHook(new Thread(session::close, "end-up"));
    return session;
  }

  Home home() {
    return home;
  }

  Path file(String name) {
    return home.directory().resolve(name);
  }

  Processes processes() {
    return processes;
  }

  /** Updates the record by which other commands find this run. */
  synchronized void update(UnaryOperator<RunRecord> news) {
    record = news.apply(record);
    changed();
  }

  /**
   * Adds a component with its own processes. It is closed after ours; if this process is killed, a
   * later one ends its processes.
   */
  synchronized void guest(ProcessOwner guest) {
    guests.add(guest);
    changed();
  }

  /** Restarts a cluster's processes when they end, like all others. */
  void keepRunning(LocalCluster cluster) {
    cluster.keepRunning(
        new ClusterWatch.Listener() {
          @Override
          public boolean stopping() {
            return processes.stopping();
          }

          @Override
          public void say(String line) {
            console.say(line);
          }

          @Override
          public void changed() {
            UpSession.this.changed();
          }

          @Override
          public void giveUp(String line) {
            processes.giveUp(line);
          }
        });
  }

  @Override
  public void close() {
    processes.close();
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      guests.forEach(ProcessOwner::close);
      try {
        home.close();
      } catch (IOException e) {
        throw CommandFailure.failed("cannot tidy up " + home.directory() + ": " + e.getMessage());
      }
    }
  }

  private synchronized void changed() {
    if (closed) {
      return;
    }
    var running = new ArrayList<ProcessId>();
    guests.forEach(guest -> running.addAll(guest.processes()));
    running.addAll(processes.running());
    record = record.withChildren(running);
    try {
      home.write(record);
    } catch (IOException e) {
      throw CommandFailure.failed("cannot write to " + home.directory() + ": " + e.getMessage());
    }
  }

  /** Returns the folder for logs; renames the logs of the last run to {@code .log.1}. */
  private static Path logs(Home home) throws IOException {
    var logs = home.directory().resolve("logs");
    Files.createDirectories(logs);
    try (var old = Files.list(logs)) {
      for (var log : old.filter(file -> file.toString().endsWith(".log")).toList()) {
        Files.move(log, Path.of(log + ".1"), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return logs;
  }
}
