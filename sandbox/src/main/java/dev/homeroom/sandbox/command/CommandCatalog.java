package dev.homeroom.sandbox.command;

import static dev.homeroom.sandbox.command.ControlCommand.change;
import static dev.homeroom.sandbox.command.ControlCommand.plain;
import static dev.homeroom.sandbox.command.ControlCommand.post;

import dev.homeroom.sandbox.district.RosterChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All verbs. */
final class CommandCatalog {
  private static final Pattern RULE =
      Pattern.compile("(\\S+)\\s+(\\S+)\\s+(is not|is|contains)(?:\\s+(.*))?");
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
  private static final Parameter ALL_STAFF =
      Parameter.flag("--include-all-staff", "staff without other roles, too");
  private static final Parameter RULES =
      Parameter.rest("RULE", "like 'students grade is 7' or 'sections name contains Algebra'");
  private static final Parameter FILTERS =
      Parameter.option("--filter", "a rule whose matches are left out");

  private static final List<ControlCommand> PEOPLE =
      List.of(
          change("enrol", RosterChange.EnrolStudent.class, "A new student joins a school."),
          change("withdraw", RosterChange.WithdrawUser.class, "A user leaves the district."),
          change("hire", RosterChange.HireEmployee.class, "A teacher, staff or admin joins."),
          change("contact", RosterChange.AddContact.class, "Students get a contact."),
          change("rename-user", RosterChange.RenameUser.class, "A user gets another name."),
          change("email", RosterChange.ChangeEmail.class, "A user gets another address."),
          change("grade", RosterChange.ChangeGrade.class, "A student changes grade."),
          change("move-school", RosterChange.MoveToSchool.class, "A student changes the school."),
          change("join-school", RosterChange.JoinSchool.class, "A user joins another school."),
          change("leave-school", RosterChange.LeaveSchool.class, "A user leaves a school."),
          post(
              "return",
              "A user who left comes back under the same id.",
              "changes",
              arguments ->
                  ControlCommand.changes(
                      Map.of("kind", "restore", "type", "users", "id", arguments.text("USER"))),
              Parameter.one("USER", "id")),
          change(
              "return-under-new-id",
              RosterChange.ReturnUnderNewId.class,
              "A user who left comes back under a new id."),
          change("merge", RosterChange.MergeEmployees.class, "Two employees become one user."),
          change("split", RosterChange.SplitEmployee.class, "One role becomes another user."),
          change("rekey", RosterChange.RekeySisIds.class, "A role's SIS ids are all new."),
          change("blank", RosterChange.BlankField.class, "A field is empty in many records."));

  private static final List<ControlCommand> CLASSES =
      List.of(
          change("move", RosterChange.MoveSeat.class, "A student changes sections."),
          change("seat", RosterChange.TakeSeat.class, "A student takes a seat in a section."),
          change("unseat", RosterChange.LeaveSeat.class, "A student leaves a section."),
          change("co-teacher", RosterChange.AddCoTeacher.class, "A teacher joins a section."),
          change(
              "co-teacher-leaves",
              RosterChange.RemoveCoTeacher.class,
              "A co-teacher leaves a section."),
          change(
              "primary",
              RosterChange.ReplacePrimaryTeacher.class,
              "A teacher replaces the primary one."),
          change(
              "primary-swap",
              RosterChange.SwapPrimaryTeacher.class,
              "A teacher becomes primary, the old one stays."),
          change("section-add", RosterChange.AddSection.class, "A section like another begins."),
          change("section-end", RosterChange.EndSection.class, "A section ends."),
          change(
              "section-reuse",
              RosterChange.ReuseSection.class,
              "A section's SIS id is used for another class."),
          change("section-rename", RosterChange.RenameSection.class, "A section is renamed."),
          change("course-rename", RosterChange.RenameCourse.class, "A course is renamed."),
          change("term-rebuild", RosterChange.RebuildTerm.class, "A term gets another id."),
          change("school-add", RosterChange.AddSchool.class, "A school opens."),
          change("school-rename", RosterChange.RenameSchool.class, "A school is renamed."),
          change("school-close", RosterChange.CloseSchool.class, "A school closes."),
          change("rollover", RosterChange.RollOver.class, "The next school year begins."),
          change("remove", RosterChange.Remove.class, "A record goes, references dangle."),
          change("restore", RosterChange.Restore.class, "A removed record comes back."));

  private static final List<ControlCommand> SHARING =
      List.of(
          share("share-nothing", "The district shares nothing.", "nothing"),
          post(
              "share-district",
              "The district shares everything.",
              "share",
              arguments -> Map.of("kind", "district", "includeAllStaff", allStaff(arguments)),
              ALL_STAFF),
          post(
              "share-schools",
              "The district shares these schools.",
              "share",
              arguments ->
                  Map.of(
                      "kind",
                      "schools",
                      "ids",
                      arguments.list("SCHOOL"),
                      "includeAllStaff",
                      allStaff(arguments)),
              Parameter.rest("SCHOOL", "ids"),
              ALL_STAFF),
          post(
              "share-sections",
              "The district shares these sections, no later ones.",
              "share",
              arguments -> Map.of("kind", "sections", "ids", arguments.list("SECTION")),
              Parameter.rest("SECTION", "ids")),
          post(
              "share-rules",
              "The district shares what matches any rule and no filter.",
              "share",
              arguments -> matching("rules", arguments),
              RULES,
              FILTERS),
          share(
              "share-by-school-site",
              "Each school's tech lead decides what is shared.",
              "school-site"),
          post(
              "share-school",
              "A tech lead shares a school, or what matches in it.",
              "share-school",
              arguments ->
                  Map.of(
                      "school",
                      arguments.text("SCHOOL"),
                      "choice",
                      arguments.has("RULE")
                          ? matching("matching", arguments)
                          : Map.of("kind", "whole-school", "includeAllStaff", allStaff(arguments))),
              Parameter.one("SCHOOL", "id"),
              RULES,
              FILTERS,
              ALL_STAFF),
          post(
              "unshare-school",
              "A tech lead ends the sharing of a school.",
              "unshare-school",
              arguments -> Map.of("school", arguments.text("SCHOOL")),
              Parameter.one("SCHOOL", "id")),
          post(
              "access",
              "The app's data access: what is off; all else is on.",
              "data-access",
              arguments ->
                  Map.of(
                      "rolesOff",
                      arguments.maybe("--roles-off").map(Arguments::split).orElse(List.of()),
                      "fieldsOff",
                      arguments.maybe("--fields-off").map(Arguments::split).orElse(List.of())),
              Parameter.option("--roles-off", "roles, separated by commas"),
              Parameter.option("--fields-off", "fields like users.email, separated by commas")));

  private static final List<ControlCommand> LIFE =
      List.of(
          post(
              "pause",
              "The syncs pause until a time, or for so long.",
              "pause",
              arguments -> timeOrDuration(arguments.text("TIME"), "until", "duration"),
              Parameter.one("TIME", "like 2026-12-24T00:00:00Z, or P60D")),
          plain("resume", "The pause ends."),
          plain("hold", "The next changes of the SIS are put on hold."),
          plain("approve", "Approves the changes on hold; they are delivered to the app."),
          plain("discard", "Throws away the changes on hold; the app never sees them."),
          post(
              "fail",
              "The syncs fail, with a text for people.",
              "fail",
              arguments -> Map.of("error", arguments.text("ERROR")),
              Parameter.one("ERROR", "text")),
          plain("recover", "The syncs go well again."),
          plain("disconnect", "The district ends the connection and its token."),
          post("reconnect", "The district connects again.", "connect", _ -> Map.of()),
          plain("rotate", "The token is replaced."),
          post(
              "redirect-uris",
              "Registers where logins may end, and nowhere else.",
              "redirect-uris",
              arguments -> Map.of("uris", arguments.list("URI")),
              Parameter.rest("URI", "like http://127.0.0.1:8000/callback")),
          post(
              "revoke-logins",
              "Ends the access tokens of a user, or of all who signed in.",
              "revoke-logins",
              arguments ->
                  arguments.maybe("USER").map(user -> Map.of("user", user)).orElse(Map.of()),
              Parameter.maybe("USER", "id")),
          plain("rotate-keys", "Id_tokens are signed with another key."),
          post(
              "clock",
              "Sets the district's clock to a time, forward or back by a duration, or to the real time."
                  + " Syncs, pauses and events go by it; tokens go by the real time.",
              "clock",
              arguments ->
                  arguments.text("TIME").equals("now")
                      ? Map.of("now", true)
                      : timeOrDuration(arguments.text("TIME"), "to", "advance"),
              Parameter.one("TIME", "like 2026-12-24T00:00:00Z, P1D, PT-12H, or now")),
          post(
              "events",
              "Switches the app's events on or off.",
              "events",
              arguments -> Map.of("on", onOrOff(arguments.text("SWITCH"))),
              Parameter.one("SWITCH", "on or off")),
          post(
              "profile",
              "Edits what the district's record says.",
              "profile",
              CommandCatalog::profile,
              Parameter.option("--launch-date", "like 2026-08-17"),
              Parameter.option("--login-methods", "separated by commas"),
              Parameter.option("--sis-type", "sftp, or the name of an SIS"),
              Parameter.option("--healthy-state", "running or success"),
              Parameter.option("--date-form", "of terms and enrollments: plain or datetime")));

  private static final List<ControlCommand> REST =
      List.of(
          post(
              "random",
              "The next steps of a seeded history happen.",
              "random",
              CommandCatalog::random,
              Parameter.option("--days", "ordinary (default) or anything"),
              Parameter.option("--seed", "that of the district unless given"),
              Parameter.option("--steps", "1 unless given")),
          post(
              "drift",
              "About this percentage of the district changes.",
              "drift",
              arguments ->
                  Map.of("percent", ControlCommand.number("PERCENT", arguments.text("PERCENT"))),
              Parameter.one("PERCENT", "above 0, at most 50")),
          new ControlCommand(
              "faults",
              "Tells which faults are on and which there are.",
              List.of(),
              "GET",
              "faults",
              _ -> Map.of()),
          post(
              "fault",
              "Switches a fault on.",
              "faults",
              CommandCatalog::fault,
              Parameter.one("KIND", "as faults lists them"),
              Parameter.rest("KEY=VALUE", "like times=2 or status=503")),
          new ControlCommand(
              "faults-clear",
              "Switches all faults off, or those of a kind.",
              List.of(Parameter.maybe("KIND", "as faults lists them")),
              "DELETE",
              "faults",
              arguments ->
                  arguments.maybe("KIND").map(kind -> Map.of("kind", kind)).orElse(Map.of())),
          new ControlCommand(
              "state",
              "Tells what there is, what is shared, how the syncs go.",
              List.of(),
              "GET",
              "state",
              _ -> Map.of()));

  private CommandCatalog() {}

  static List<ControlCommand> all() {
    return Stream.of(PEOPLE, CLASSES, SHARING, LIFE, REST).flatMap(List::stream).toList();
  }

  private static ControlCommand share(String name, String does, String kind) {
    return post(name, does, "share", _ -> Map.of("kind", kind));
  }

  private static boolean allStaff(Arguments arguments) {
    return arguments.has("--include-all-staff");
  }

  private static Map<String, ?> matching(String kind, Arguments arguments) {
    return Map.of(
        "kind",
        kind,
        "rules",
        arguments.list("RULE").stream().map(CommandCatalog::rule).toList(),
        "filters",
        arguments.list("--filter").stream().map(CommandCatalog::rule).toList());
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
        "subject",
        words.group(1),
        "field",
        words.group(2),
        "operator",
        words.group(3),
        "value",
        words.group(4) == null ? "" : words.group(4));
  }

  private static Map<String, ?> timeOrDuration(String text, String time, String duration) {
    return Map.of(text.startsWith("P") || text.startsWith("p") ? duration : time, text);
  }

  private static boolean onOrOff(String text) {
    return switch (text) {
      case "on" -> true;
      case "off" -> false;
      default -> throw new Failure(Failure.REFUSED, "events are switched on or off, not " + text);
    };
  }

  private static Map<String, ?> profile(Arguments arguments) {
    Map<String, Object> body = new LinkedHashMap<>();
    arguments.maybe("--launch-date").ifPresent(date -> body.put("launchDate", date));
    arguments
        .maybe("--login-methods")
        .ifPresent(methods -> body.put("loginMethods", Arguments.split(methods)));
    arguments.maybe("--sis-type").ifPresent(type -> body.put("sisType", type));
    arguments.maybe("--healthy-state").ifPresent(state -> body.put("healthyState", state));
    arguments.maybe("--date-form").ifPresent(form -> body.put("dateForm", form));
    return body;
  }

  private static Map<String, ?> random(Arguments arguments) {
    Map<String, Object> body = new LinkedHashMap<>();
    arguments.maybe("--days").ifPresent(profile -> body.put("profile", profile));
    arguments
        .maybe("--seed")
        .ifPresent(seed -> body.put("seed", ControlCommand.whole("--seed", seed)));
    arguments
        .maybe("--steps")
        .ifPresent(steps -> body.put("steps", ControlCommand.whole("--steps", steps)));
    return body;
  }

  private static Map<String, ?> fault(Arguments arguments) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("kind", arguments.text("KIND"));
    for (var pair : arguments.list("KEY=VALUE")) {
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
