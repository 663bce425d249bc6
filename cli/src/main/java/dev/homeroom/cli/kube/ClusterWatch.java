package dev.homeroom.cli.kube;

import dev.homeroom.operator.controlplane.ControlPlane;
import dev.homeroom.operator.controlplane.ControlPlaneException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** Restarts etcd and the API server when they end. */
public final class ClusterWatch {
  /** A signal to the whole terminal reaches us and our children at once; ours may arrive last. */
  private static final Duration OUR_OWN_END = Duration.ofMillis(300);

  private static final int ENDS_ALLOWED = 5;
  private static final Duration ENDS_WITHIN = Duration.ofMinutes(2);

  private final ControlPlane controlPlane;
  private final Listener listener;
  private final Deque<Instant> ends = new ArrayDeque<>();

  /** Learns what happens to the processes. */
  public interface Listener {
    /** Returns whether the processes are being ended on purpose. */
    boolean stopping();

    /** Takes a line for people. */
    void say(String line);

    /** Called when other processes run than before. */
    void changed();

    /**
     * Called when the processes keep ending.
     *
     * @param line says so, for people
     */
    void giveUp(String line);
  }

  ClusterWatch(ControlPlane controlPlane, Listener listener) {
    this.controlPlane = controlPlane;
    this.listener = listener;
  }

  void start() {
    Thread.ofVirtual().name("watch-control-plane").start(this::keepRunning);
  }

  private void keepRunning() {
    try {
      while (true) {
        awaitEnd();
        Thread.sleep(OUR_OWN_END);
        if (listener.stopping()) {
          return;
        }
        var ended = controlPlane.ended();
        var names = String.join(" and ", ended);
        var isOne = ended.size() == 1;
        listener.say(names + " ended unexpectedly; starting " + (isOne ? "it" : "them") + " again");
        if (tooMany()) {
          listener.giveUp(
              names
                  + (isOne ? " keeps" : " keep")
                  + " crashing; the logs are in the folder control-plane");
          return;
        }
        startAgain(names + (isOne ? " runs again" : " run again"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void startAgain(String done) throws InterruptedException {
    try {
      controlPlane.restartEnded();
      listener.changed();
      listener.say(done);
    } catch (ControlPlaneException e) {
      if (!listener.stopping()) {
        listener.say(String.valueOf(e.getMessage()));
      }
    }
  }

  private void awaitEnd() {
    var running =
        controlPlane.pids().stream()
            .map(pid ->
                ProcessHandle.of(pid)
                    .map(ProcessHandle::onExit)
                    .orElseGet(() -> CompletableFuture.completedFuture(null)))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.anyOf(running).join();
  }

  private boolean tooMany() {
    var now = Instant.now();
    ends.addLast(now);
    ends.removeIf(end -> end.isBefore(now.minus(ENDS_WITHIN)));
    return ends.size() > ENDS_ALLOWED;
  }
}
