package dev.homeroom.cli.home;

import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.cli.console.ShellWord;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Chooses the running {@code up} for a command: the one whose data directory is named, else the
 * only one that was started from the command's own checkout. Never one of another checkout, and
 * never one of several.
 *
 * @param runs every {@code up} of this user
 * @param checkout the project's folder that the command belongs to
 */
public record RunChoice(Runs runs, Path checkout) {
  /**
   * Returns the chosen {@code up}, which already serves.
   *
   * @param dataDirectory its folder, where the user names one
   * @throws CommandFailure when no or several {@code up} match, with a list of those that run, or
   *     when the chosen one does not serve yet
   */
  public RunRecord require(Optional<Path> dataDirectory) {
    return dataDirectory.map(this::of).orElseGet(this::own);
  }

  /** Returns the {@code up} whose server has this address. */
  public Optional<RunRecord> serving(String address) {
    return runs.running().stream().filter(run -> address.equals(run.server())).findFirst();
  }

  /** Returns the running {@code up}s of this checkout. */
  public List<RunRecord> ofCheckout() {
    return runs.running().stream()
        .filter(run -> checkout.toString().equals(run.checkout()))
        .toList();
  }

  private RunRecord of(Path directory) {
    var run = Home.recordOf(directory).filter(RunRecord::runs);
    if (run.isEmpty()) {
      throw CommandFailure.failed(
          "no running ./homeroom up found on "
              + directory.toAbsolutePath()
              + others("; name one of those that run:"));
    }
    return served(run.get());
  }

  private RunRecord own() {
    var own = ofCheckout();
    if (own.size() > 1) {
      throw CommandFailure.usage(
          "%d ./homeroom up run from %s; name the one that is meant:%s"
              .formatted(own.size(), checkout, list(own)));
    }
    if (own.isEmpty()) {
      throw CommandFailure.failed(
          "no running ./homeroom up found that was started from %s; start one in another terminal"
                  .formatted(checkout)
              + others(", or name one of those that run:"));
    }
    return served(own.getFirst());
  }

  private static RunRecord served(RunRecord run) {
    if (run.server() == null) {
      throw CommandFailure.failed(
          "the ./homeroom up on " + run.home() + " does not serve yet; wait for it");
    }
    return run;
  }

  private String others(String words) {
    var running = runs.running();
    return running.isEmpty() ? "" : words + list(running);
  }

  private static String list(List<RunRecord> running) {
    return running.stream()
        .map(run ->
            "\n  --data-dir %s   %s, started from %s, since %s"
                .formatted(
                    ShellWord.of(run.home()),
                    run.server() == null ? "starting" : "server " + run.server(),
                    run.checkout() == null ? "another version" : run.checkout(),
                    run.since()))
        .collect(Collectors.joining());
  }
}
