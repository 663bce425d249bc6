package dev.homeroom.cli.runtime;

import dev.homeroom.cli.console.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps one program running. */
public final class SupervisedProgram {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration GLANCE = Duration.ofMillis(15);

  /** A signal to the whole terminal reaches us and our children at once; ours may arrive last. */
  private static final Duration OUR_OWN_END = Duration.ofMillis(300);

  private static final int ENDS_ALLOWED = 5;
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(2);
  private static final boolean OWN_SESSION = Files.isExecutable(Path.of("/usr/bin/setsid"));

  private final Processes processes;
  private final Program program;
  private final Path log;
  private final Deque<Instant> ends = new ArrayDeque<>();
  private @Nullable Process process;
  private @Nullable ProcessId id;

  SupervisedProgram(Processes processes, Program program, Path log) {
    this.processes = processes;
    this.program = program;
    this.log = log;
  }

  /** Returns the process that runs now or ran last, null before the first start. */
  public synchronized @Nullable ProcessId id() {
    return id;
  }

  void startFirst() throws InterruptedException {
    processes.add(this);
    start();
    awaitReady();
    Thread.ofVirtual().name("watch-" + program.name()).start(this::keepRunning);
  }

  synchronized void stop() {
    if (process != null && process.isAlive()) {
      program.end(process.toHandle());
    }
  }

  private void start() {
    synchronized (this) {
      if (processes.stopping()) {
        throw CommandFailure.failed("stopping");
      }
      try {
        var builder = program.command();
        builder.command(inOwnSession(builder.command()));
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.redirectInput(Path.of("/dev/null").toFile());
        var started = builder.start();
        process = started;
        id = ProcessId.of(program.name(), started.toHandle());
      } catch (IOException e) {
        throw CommandFailure.failed("cannot start " + program.name() + ": " + e.getMessage());
      }
    }
    processes.changed();
  }

  private static List<String> inOwnSession(List<String> command) {
    if (!OWN_SESSION) {
      return command;
    }
    var own = new ArrayList<String>();
    own.add("/usr/bin/setsid");
    own.addAll(command);
    return own;
  }

  private synchronized Process current() {
    if (process == null) {
      throw new IllegalStateException(program.name() + " was not started");
    }
    return process;
  }

  private void awaitReady() throws InterruptedException {
    var started = current();
    var limit = Instant.now().plus(START_LIMIT);
    try {
      while (!program.isReady(started)) {
        if (!started.isAlive()) {
          throw refusal(started.exitValue());
        }
        if (Instant.now().isAfter(limit)) {
          throw CommandFailure.failed(
              program.name() + " is not ready after two minutes" + lastWords());
        }
        Thread.sleep(GLANCE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CommandFailure refusal(int exitCode) {
    var line = program.name() + " does not start (exit code " + exitCode + ")" + lastWords();
    return exitCode == 2 ? CommandFailure.usage(line) : CommandFailure.failed(line);
  }

  private String lastWords() {
    try {
      var lines = Files.readAllLines(log);
      var last = lines.subList(Math.max(0, lines.size() - 12), lines.size());
      return last.isEmpty() ? "" : ": " + String.join(System.lineSeparator(), last).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private void keepRunning() {
    try {
      while (true) {
        var ended = current();
        var exitCode = ended.waitFor();
        Thread.sleep(OUR_OWN_END);
        if (processes.stopping()) {
          return;
        }
        processes.say(
            "%s (pid %d) ended unexpectedly with exit code %d; starting it again"
                .formatted(program.name(), ended.pid(), exitCode));
        if (tooMany()) {
          processes.giveUp(program.name() + " keeps crashing" + lastWords());
          return;
        }
        startAgain();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      processes.giveUp(program.name() + " cannot be watched any more: " + e);
    }
  }

  private void startAgain() throws InterruptedException {
    try {
      start();
      awaitReady();
      processes.say("%s runs again (pid %d)".formatted(program.name(), current().pid()));
    } catch (CommandFailure e) {
      processes.say(e.line());
    } catch (UncheckedIOException e) {
      processes.say(program.name() + " cannot be started again: " + e.getMessage());
    }
  }

  private boolean tooMany() {
    var now = Instant.now();
    ends.addLast(now);
    ends.removeIf(end -> end.isBefore(now.minus(ENDS_WITHIN)));
    return ends.size() > ENDS_ALLOWED;
  }
}
