package dev.homeroom.cli.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Keeps a command's processes running. {@link #close} ends them all, the latest first, and nothing
 * starts afterwards. Thread-safe.
 */
public final class Processes implements AutoCloseable {
  private final Path logs;
  private final Consumer<String> notice;
  private final Runnable changed;
  private final CompletableFuture<String> hopeless = new CompletableFuture<>();
  private final List<SupervisedProgram> all = new ArrayList<>();
  private volatile boolean stopping;

  /**
   * Runs nothing yet.
   *
   * @param logs folder for a log of each process
   * @param notice takes a line for people when a process ended or was restarted
   * @param changed called whenever {@link #running} has changed
   */
  public Processes(Path logs, Consumer<String> notice, Runnable changed) {
    this.logs = logs;
    this.notice = notice;
    this.changed = changed;
  }

  /**
   * Starts a program and waits until it serves. From then on it is restarted whenever it ends.
   *
   * @throws dev.homeroom.cli.console.CommandFailure when it does not get ready, with the last lines
   *     of its log
   */
  public SupervisedProgram start(Program program) throws InterruptedException {
    var supervised = new SupervisedProgram(this, program, logs.resolve(program.name() + ".log"));
    supervised.startFirst();
    return supervised;
  }

  /** Returns the process of each started program, even if it has just ended. */
  public List<ProcessId> running() {
    synchronized (all) {
      return all.stream().map(SupervisedProgram::id).filter(Objects::nonNull).toList();
    }
  }

  /** Returns a future that completes with a line for people when a program keeps crashing. */
  public CompletableFuture<String> hopeless() {
    return hopeless;
  }

  /** Returns whether {@link #close} was called. */
  public boolean stopping() {
    return stopping;
  }

  @Override
  public void close() {
    stopping = true;
    List<SupervisedProgram> latestFirst;
    synchronized (all) {
      latestFirst = List.copyOf(all).reversed();
    }
    latestFirst.forEach(SupervisedProgram::stop);
  }

  void add(SupervisedProgram supervised) {
    synchronized (all) {
      all.add(supervised);
    }
  }

  void changed() {
    changed.run();
  }

  void say(String line) {
    if (!stopping) {
      notice.accept(line);
    }
  }

  /** Completes {@link #hopeless}, unless everything is being stopped. */
  public void giveUp(String line) {
    if (!stopping) {
      hopeless.complete(line);
    }
  }
}
