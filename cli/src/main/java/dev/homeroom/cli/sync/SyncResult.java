package dev.homeroom.cli.sync;

import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.homeroom.cli.client.WireWords;
import dev.homeroom.cli.console.Console;
import dev.homeroom.v1.SyncFailure;
import dev.homeroom.v1.SyncRun;
import dev.homeroom.v1.SyncState;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The result of a sync, for people and for programs.
 *
 * @param district id of the district
 * @param displayName its name for people
 * @param run the ended run
 */
public record SyncResult(String district, String displayName, SyncRun run) {
  private static final JsonMapper JSON = new JsonMapper();

  public boolean succeeded() {
    return run.getState() == SyncState.SYNC_STATE_SUCCEEDED
        || run.getState() == SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN;
  }

  /** Returns the seconds from the request to the end. */
  public double seconds() {
    return Durations.toSecondsAsDouble(Timestamps.between(run.getCreateTime(), run.getEndTime()));
  }

  /** Returns the result as one JSON object on one line. */
  public String json() {
    var object = JSON.createObjectNode();
    object.put("district", district);
    if (succeeded()) {
      object.put("revision", run.getRevision());
      var counts = object.putObject("counts");
      Counts.of(run.getCounts()).forEach(counts::put);
      var changes = object.putObject("changes");
      Counts.changes(run).forEach((type, change) -> put(changes.putObject(type), change));
    } else {
      object.put("state", WireWords.constant(run.getState()));
      object.put("failure", WireWords.constant(run.getFailure()));
      object.put("message", run.getMessage());
    }
    object.put("run", run.getName());
    object.put("seconds", Math.round(seconds() * 1000) / 1000.0);
    return object.toString();
  }

  /** Prints the new roster and its changes, or why the sync failed. */
  public void print(Console console) {
    if (!succeeded()) {
      console.say("The sync ended " + ending() + ": " + run.getMessage());
      return;
    }
    var total = Counts.changes(run).get("total");
    if (run.getDryRun()) {
      console.say(
          "%s: a dry run against revision %d, nothing was applied (%s)"
              .formatted(displayName, run.getRevision(), took()));
      printChanges(console);
      printFindings(console);
      return;
    }
    if (total == null || total.isNone()) {
      console.say(
          "%s: no change, revision still %d (%s)"
              .formatted(displayName, run.getRevision(), took()));
    } else if (run.getRevision() == 1) {
      console.say("%s has arrived: revision 1 (%s)".formatted(displayName, took()));
    } else {
      console.say("%s: revision %d (%s)".formatted(displayName, run.getRevision(), took()));
      printChanges(console);
    }
    console.say("");
    Counts.of(run.getCounts())
        .forEach((name, count) -> console.say("  %-19s %,9d".formatted(name, count)));
    printFindings(console);
    if (run.getState() == SyncState.SYNC_STATE_SUCCEEDED_WITH_PLAN) {
      console.say("");
      console.say("Removals wait for a person's decision:");
      console.say("  ./homeroom plan " + district);
    }
  }

  private void printFindings(Console console) {
    for (var finding : run.getFindingsList()) {
      console.say("  finding: " + finding.getExplanation());
    }
  }

  private void printChanges(Console console) {
    console.say("");
    var columns = "  %-19s %9s %9s %9s %9s";
    console.say(columns.formatted("changes", "created", "updated", "archived", "restored"));
    Counts.changes(run)
        .forEach((type, change) ->
            console.say(
                columns.formatted(
                    type,
                    number(change.created()),
                    number(change.updated()),
                    number(change.archived()),
                    number(change.restored()))));
  }

  private String ending() {
    var state = WireWords.constant(run.getState());
    return run.getFailure() == SyncFailure.SYNC_FAILURE_UNSPECIFIED
        ? state
        : state + ", " + WireWords.constant(run.getFailure());
  }

  private String took() {
    return "%.1f s".formatted(seconds());
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static void put(ObjectNode object, Counts.Change change) {
    object.put("created", change.created());
    object.put("updated", change.updated());
    object.put("archived", change.archived());
    object.put("restored", change.restored());
  }
}
