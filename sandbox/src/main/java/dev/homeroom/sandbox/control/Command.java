package dev.homeroom.sandbox.control;

import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.fault.FaultKinds;
import dev.homeroom.sandbox.history.HistoryStep;
import dev.homeroom.sandbox.share.DataAccess;
import dev.homeroom.sandbox.share.Share;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * One command of the control API: method, path, body and action.
 *
 * @param body the body's keys, for people
 * @param does a sentence for people
 * @param isKept true if the journal keeps the command, so that a restart repeats it
 * @param reader returns the action that a body describes; refuses with {@link
 *     IllegalArgumentException}
 */
record Command(
    String method,
    String path,
    String body,
    String does,
    boolean isKept,
    Function<JsonNode, Function<ControlActions, Map<String, ?>>> reader) {

  /** All commands, in the order in which a person would look for them. */
  static final List<Command> ALL =
      List.of(
          new Command(
              "GET",
              "state",
              "",
              "tells what there is, what is shared, how the syncs go",
              false,
              _ -> controls -> controls.state()),
          post(
              "changes",
              CommandBodies.Changes.class,
              "lets things happen in the SIS, all of them or none",
              ControlActions::change),
          post(
              "random",
              CommandBodies.Random.class,
              "lets the next steps of a seeded history happen",
              ControlActions::random),
          post(
              "drift",
              CommandBodies.Drifting.class,
              "changes about this percentage of the district",
              ControlActions::drift),
          new Command(
              "POST",
              "share",
              "kind and what belongs to it",
              "the district edits its sharing",
              true,
              body -> {
                var share = RecordCodec.readKind(Share.class, "share", body);
                return controls -> controls.share(share);
              }),
          post(
              "share-school",
              CommandBodies.SchoolShare.class,
              "a tech lead shares for a school",
              ControlActions::shareSchool),
          post(
              "unshare-school",
              CommandBodies.School.class,
              "a tech lead ends the sharing of a school",
              ControlActions::unshareSchool),
          post(
              "data-access",
              DataAccess.class,
              "switches roles and fields off, and all others on",
              ControlActions::access),
          post("pause", CommandBodies.Pause.class, "pauses the syncs", ControlActions::pause),
          step("resume", "ends the pause", new HistoryStep.Resume()),
          step("hold", "puts the next changes of the SIS on hold", new HistoryStep.Hold()),
          step("approve", "lets through what is on hold", new HistoryStep.Approve()),
          step("discard", "throws away what is on hold", new HistoryStep.Discard()),
          post(
              "fail",
              CommandBodies.Failure.class,
              "lets the syncs fail",
              (controls, order) -> controls.happen(new HistoryStep.Fail(order.error()))),
          step("recover", "lets the syncs go well again", new HistoryStep.Recover()),
          post(
              "disconnect",
              CommandBodies.Empty.class,
              "ends the token and the connection",
              (controls, _) -> controls.disconnect()),
          post(
              "connect",
              CommandBodies.Empty.class,
              "connects again, with another token",
              (controls, _) -> controls.connect()),
          post(
              "rotate",
              CommandBodies.Empty.class,
              "replaces the token",
              (controls, _) -> controls.rotate()),
          post(
              "redirect-uris",
              CommandBodies.RedirectUris.class,
              "registers where logins may end",
              ControlActions::redirectUris),
          post(
              "revoke-logins",
              CommandBodies.Logins.class,
              "ends the access tokens of a user, or of all",
              ControlActions::revokeLogins),
          post(
              "rotate-keys",
              CommandBodies.Empty.class,
              "signs id_tokens with another key",
              (controls, _) -> controls.rotateKeys()),
          post(
              "clock",
              CommandBodies.Time.class,
              "sets the district's clock, never behind the real time",
              ControlActions::time),
          post(
              "events",
              CommandBodies.Events.class,
              "switches events on or off",
              ControlActions::events),
          post(
              "profile",
              CommandBodies.Profiling.class,
              "edits what the district's record says",
              ControlActions::profile),
          new Command(
              "GET",
              "faults",
              "",
              "tells which faults are on, how often each was met, which there are",
              false,
              _ -> controls -> controls.faults()),
          new Command(
              "POST",
              "faults",
              "kind, what belongs to it, path, type, after, times",
              "switches a fault on",
              false,
              fault -> controls -> controls.addFault(fault)),
          new Command(
              "DELETE",
              "faults",
              "kind",
              "switches all faults off, or those of a kind",
              false,
              body -> {
                var kind = RecordCodec.read(OfKind.class, "faults", body).kind();
                return controls ->
                    kind.isPresent() ? controls.clearFaults(kind.get()) : controls.clearFaults();
              }));

  /**
   * Returns the command with this path that a restart repeats.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Command kept(String path) {
    return ALL.stream()
        .filter(command -> command.isKept && command.path.equals(path))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no command " + path));
  }

  /** The body of a command about faults: a kind, or all kinds. */
  private record OfKind(Optional<String> kind) {}

  /**
   * Describes all commands and all kinds of changes, shares and faults, for people who send {@code
   * GET /}.
   */
  static Map<String, ?> help() {
    Map<String, Object> commands = new LinkedHashMap<>();
    for (var command : ALL) {
      commands.put(
          command.method + " /" + command.path,
          command.does + (command.body.isEmpty() ? "" : "; body: " + command.body));
    }
    return Map.of(
        "commands", commands,
        "changes", shapes(RosterChange.class),
        "shares", shapes(Share.class),
        "faults", FaultKinds.words());
  }

  private static <T> Map<String, String> shapes(Class<T> sealed) {
    Map<String, String> shapes = new TreeMap<>();
    KindNames.kinds(sealed).forEach((word, kind) -> shapes.put(word, RecordCodec.shape(kind)));
    return shapes;
  }

  private static <T extends Record> Command post(
      String path,
      Class<T> body,
      String does,
      BiFunction<ControlActions, T, Map<String, ?>> action) {
    return new Command(
        "POST",
        path,
        RecordCodec.shape(body),
        does,
        true,
        json -> {
          var order = RecordCodec.read(body, path, json);
          return controls -> action.apply(controls, order);
        });
  }

  private static Command step(String path, String does, HistoryStep step) {
    return post(path, CommandBodies.Empty.class, does, (controls, _) -> controls.happen(step));
  }
}
