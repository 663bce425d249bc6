package dev.homeroom.sandbox.command;

import dev.homeroom.sandbox.codec.KindNames;
import dev.homeroom.sandbox.command.Parameter.Form;
import dev.homeroom.sandbox.control.Command;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.sandbox.share.Share;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All commands: one for each order of the control API, and short ones for what is asked often. */
final class CommandCatalog {
  private static final Pattern RULE =
      Pattern.compile("(\\S+)\\s+(\\S+)\\s+(is not|is|contains)(?:\\s+(.*))?");
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
  private static final Parameter ALL_STAFF =
      new Parameter("--include-all-staff", Form.FLAG, "staff without other roles, too");
  private static final Parameter RULES =
      new Parameter(
          "RULE", Form.REST, "like 'students grade is 7' or 'sections name contains Algebra'");
  private static final Parameter FILTERS =
      new Parameter("--filter", Form.OPTION, "a rule whose matches are left out");
  private static final Parameter TIME =
      new Parameter("TIME", Form.ONE, "like 2026-12-24T00:00:00Z, P1D, PT-12H, or now for clock");

  private static final Parameter ON_OR_OFF = new Parameter("SWITCH", Form.ONE, "on or off");
  private static final Parameter SCHOOL = new Parameter("SCHOOL", Form.ONE, "its id");
  private static final Parameter FAULT = new Parameter("KIND", Form.ONE, "as faults lists them");
  private static final Parameter PAIRS =
      new Parameter("KEY=VALUE", Form.REST, "what belongs to it, like times=2; lists by commas");
  private static final Parameter ROLES_OFF =
      new Parameter("--roles-off", Form.OPTION, "roles, separated by commas");
  private static final Parameter FIELDS_OFF =
      new Parameter("--fields-off", Form.OPTION, "like users.email, separated by commas");

  /** The changes that have a short command of their own. */
  private static final Map<String, Class<? extends RosterChange>> SHORT =
      Map.ofEntries(
          Map.entry("enrol", RosterChange.EnrolStudent.class),
          Map.entry("withdraw", RosterChange.WithdrawUser.class),
          Map.entry("rename-user", RosterChange.RenameUser.class),
          Map.entry("email", RosterChange.ChangeEmail.class),
          Map.entry("grade", RosterChange.ChangeGrade.class),
          Map.entry("move", RosterChange.MoveSeat.class),
          Map.entry("seat", RosterChange.TakeSeat.class),
          Map.entry("unseat", RosterChange.LeaveSeat.class),
          Map.entry("section-add", RosterChange.AddSection.class),
          Map.entry("section-end", RosterChange.EndSection.class),
          Map.entry("rollover", RosterChange.RollOver.class),
          Map.entry("rekey", RosterChange.RekeySisIds.class));

  private CommandCatalog() {}

  static List<ControlCommand> all() {
    return Command.ALL.stream()
        .flatMap(request ->
            switch (request.path()) {
              case "changes" -> changes(request);
              case "share" -> shares(request);
              default -> Stream.of(of(request));
            })
        .toList();
  }

  private static ControlCommand of(Command request) {
    return switch (request.method() + " " + request.path()) {
      case "POST share-school" ->
          ControlCommand.of(
              "share-school", request, CommandCatalog::ofSchool, SCHOOL, RULES, FILTERS, ALL_STAFF);
      case "POST data-access" ->
          ControlCommand.of("access", request, CommandCatalog::access, ROLES_OFF, FIELDS_OFF);
      case "POST pause" -> ControlCommand.of("pause", request, time("until", "duration"), TIME);
      case "POST clock" -> ControlCommand.of("clock", request, time("to", "advance"), TIME);
      case "POST events" -> ControlCommand.of("events", request, CommandCatalog::events, ON_OR_OFF);
      case "POST faults" ->
          ControlCommand.of("fault", request, CommandCatalog::fault, FAULT, PAIRS);
      case "DELETE faults" -> of("faults-clear", request, request.kind());
      case "POST connect" -> of("reconnect", request, request.kind());
      default -> of(request.path(), request, request.kind());
    };
  }

  private static ControlCommand of(String name, Command request, Class<?> type) {
    return ControlCommand.of(name, request, new RecordWords(type, false));
  }

  /** Returns the command for any change, and the short ones. */
  private static Stream<ControlCommand> changes(Command request) {
    var kinds = KindNames.kinds(RosterChange.class);
    var any =
        ControlCommand.of(
            "change",
            request,
            arguments -> {
              var kind = Optional.ofNullable(kinds.get(arguments.text("KIND")));
              var words = new RecordWords(kind.orElseThrow(() -> unknown(kinds.keySet())), true);
              return change(words, words.pairs(arguments.list(PAIRS.label())));
            },
            new Parameter("KIND", Form.ONE, "one of " + String.join(", ", kinds.keySet())),
            PAIRS);
    var back =
        ControlCommand.of(
                "return",
                request,
                arguments ->
                    change(
                        new RecordWords(RosterChange.Restore.class, true),
                        new Arguments(
                            Map.of("TYPE", List.of("users"), "ID", arguments.list("USER")))),
                new Parameter("USER", Form.ONE, "the id of one who left"))
            .saying("Brings a user who left back under the same id.");
    var others =
        SHORT.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(each -> {
              var words = new RecordWords(each.getValue(), true);
              return ControlCommand.of(each.getKey(), request, words)
                  .saying("Short for change %s.".formatted(KindNames.ofKind(each.getValue())))
                  .sending(arguments -> change(words, arguments));
            });
    return Stream.concat(Stream.of(any, back), others);
  }

  private static Map<String, ?> change(RecordWords words, Arguments arguments) {
    return Map.of("changes", List.of(words.body(arguments)));
  }

  private static Failure unknown(Set<String> kinds) {
    return new Failure(Failure.REFUSED, "KIND is one of " + String.join(", ", kinds));
  }

  /** Returns a command for each type of sharing. */
  private static Stream<ControlCommand> shares(Command request) {
    return KindNames.kinds(Share.class).entrySet().stream()
        .map(kind ->
            switch (kind.getKey()) {
              case "rules" ->
                  ControlCommand.of(
                      "share-rules",
                      request,
                      arguments -> matching("rules", arguments),
                      RULES,
                      FILTERS);
              case "school-site" ->
                  ControlCommand.of(
                      "share-by-school-site", request, _ -> Map.of("kind", "school-site"));
              default ->
                  ControlCommand.of(
                      "share-" + kind.getKey(), request, new RecordWords(kind.getValue(), true));
            });
  }

  private static Map<String, ?> ofSchool(Arguments arguments) {
    var choice =
        arguments.has("RULE")
            ? matching("matching", arguments)
            : Map.of("kind", "whole-school", "includeAllStaff", arguments.has(ALL_STAFF.label()));
    return Map.of("school", arguments.text("SCHOOL"), "choice", choice);
  }

  private static Map<String, ?> access(Arguments arguments) {
    return Map.of(
        "rolesOff", arguments.maybe(ROLES_OFF.label()).map(Arguments::split).orElse(List.of()),
        "fieldsOff", arguments.maybe(FIELDS_OFF.label()).map(Arguments::split).orElse(List.of()));
  }

  private static Map<String, ?> matching(String kind, Arguments arguments) {
    return Map.of(
        "kind", kind,
        "rules", arguments.list("RULE").stream().map(CommandCatalog::rule).toList(),
        "filters", arguments.list("--filter").stream().map(CommandCatalog::rule).toList());
  }

  private static Map<String, ?> rule(String text) {
    var words = RULE.matcher(text.strip());
    if (!words.matches()) {
      throw new Failure(
          Failure.REFUSED,
          "a rule is one argument like 'students grade is 7': sections, students, teachers or staff, a field, is, is not or contains, and a value; not "
              + text);
    }
    return Map.of(
        "subject", words.group(1),
        "field", words.group(2),
        "operator", words.group(3),
        "value", words.group(4) == null ? "" : words.group(4));
  }

  private static Function<Arguments, Map<String, ?>> time(String time, String duration) {
    return arguments -> {
      var text = arguments.text(TIME.label());
      return text.equals("now")
          ? Map.of("now", true)
          : Map.of(text.startsWith("P") || text.startsWith("p") ? duration : time, text);
    };
  }

  private static Map<String, ?> events(Arguments arguments) {
    var text = arguments.text(ON_OR_OFF.label());
    if (!text.equals("on") && !text.equals("off")) {
      throw new Failure(Failure.REFUSED, "events are switched on or off, not " + text);
    }
    return Map.of("on", text.equals("on"));
  }

  private static Map<String, ?> fault(Arguments arguments) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("kind", arguments.text("KIND"));
    for (var pair : arguments.list(PAIRS.label())) {
      var equals = pair.indexOf('=');
      if (equals < 1) {
        throw new Failure(
            Failure.REFUSED, "what belongs to a fault is KEY=VALUE, like times=2; not " + pair);
      }
      body.put(pair.substring(0, equals), value(pair.substring(equals + 1)));
    }
    return body;
  }

  private static Object value(String text) {
    if (WHOLE.matcher(text).matches()) {
      return Long.parseLong(text);
    }
    return text.equals("true") || text.equals("false") ? Boolean.parseBoolean(text) : text;
  }
}
