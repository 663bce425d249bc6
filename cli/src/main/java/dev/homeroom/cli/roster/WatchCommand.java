package dev.homeroom.cli.roster;

import dev.homeroom.cli.client.Caller;
import dev.homeroom.cli.client.DistrictParameter;
import dev.homeroom.cli.client.Names;
import dev.homeroom.cli.client.RecordTypes;
import dev.homeroom.cli.client.ServerOptions;
import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.cli.console.Console;
import dev.homeroom.cli.console.HelpOption;
import dev.homeroom.v1.WatchRosterRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Follows a district's roster. */
@Command(
    name = "watch",
    description =
        "Shows what changes in a district's roster: + entered, ~ changed with which fields, - left,"
            + " and the totals at the end of each revision. Continues when the server restarts.",
    footer = {
      "",
      "  ./homeroom watch DISTRICT",
      "  ./homeroom watch DISTRICT --type user --type section --school SCHOOL --json"
    })
public final class WatchCommand implements Callable<Integer> {
  @Mixin
  @SuppressWarnings("UnusedVariable") // read by picocli
  private HelpOption help = new HelpOption();

  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private DistrictParameter district = new DistrictParameter();

  @Option(
      names = "--resume",
      paramLabel = "TOKEN",
      description = "Continue where an earlier watch ended; use the same --type and --school.")
  private String resume = "";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "Show only this type: district, school, term, course, section or user; may be repeated.")
  private List<String> types = List.of();

  @Option(
      names = "--school",
      paramLabel = "SCHOOL",
      description = "Show only records of the school with this id; may be repeated.")
  private List<String> schools = List.of();

  @Option(names = "--all", description = "Show each change, not only the first 20 of a revision.")
  private boolean all;

  @Option(
      names = "--json",
      description = "Print each message as JSON on a line, with whole records.")
  private boolean json;

  @Option(names = "--once", description = "Exit once the newest revision has been shown.")
  private boolean once;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var request = request();
    var console = server.console(true);
    return server.call(
        Caller.APP,
        (connection, channel) -> {
          var follower =
              new RosterFollower(
                  channel, connection::retryNow, console, new RosterFollower.Form(all, json, once));
          var farewell = new Thread(() -> sayHowToGoOn(follower, console));
          Runtime.getRuntime().addShutdownHook(farewell);
          follower.follow(request);
          return 0;
        });
  }

  private WatchRosterRequest request() {
    var parent = district.name();
    return WatchRosterRequest.newBuilder()
        .setParent(parent)
        .addAllTypes(
            types.stream().map(typed -> RecordTypes.read("--type", typed)).distinct().toList())
        .addAllSchools(schools.stream().map(typed -> school(parent, typed)).toList())
        .setResumeToken(resume)
        .build();
  }

  private static String school(String district, String typed) {
    return Names.id("schools", typed)
        .map(id -> district + "/schools/" + id)
        .orElseThrow(() ->
            CommandFailure.usage(
                "--school is Clever's id of a school, 24 hexadecimal digits; `./homeroom call"
                    + " RosterService/ListSchools '{\"parent\": \"%s\"}'` shows them"
                        .formatted(district)));
  }

  private void sayHowToGoOn(RosterFollower follower, Console console) {
    if (!follower.token().isEmpty()) {
      var filter = new StringBuilder();
      types.forEach(type -> filter.append(" --type ").append(type));
      schools.forEach(school -> filter.append(" --school ").append(school));
      console.say(
          "To go on: "
              + console.command(
                  "watch " + district.id() + filter + " --resume " + follower.token()));
    }
  }
}
