package dev.homeroom.cli.up;

import dev.homeroom.cli.console.Console;
import dev.homeroom.cli.console.ShellWord;
import dev.homeroom.cli.runtime.Programs;
import dev.homeroom.v1.ListSectionsRequest;
import dev.homeroom.v1.ListSectionsResponse;
import dev.homeroom.v1.RosterServiceGrpc;
import io.grpc.Channel;

/** Prints the commands to try next. Each works as printed. */
final class NextSteps {
  private static final int PAGE = 3;

  private final Console console;
  private final String district;
  private final String address;
  private final ListSectionsResponse firstPage;

  /**
   * Reads a first page of sections for the commands.
   *
   * @param app a channel with an app's token
   * @param district resource name of a synced district
   * @param address host and port of the server
   */
  NextSteps(Console console, Channel app, String district, String address) {
    this.console = console;
    this.district = district;
    this.address = address;
    this.firstPage =
        RosterServiceGrpc.newBlockingStub(app)
            .listSections(
                ListSectionsRequest.newBuilder().setParent(district).setPageSize(PAGE).build());
  }

  void print() {
    var parent = "\"parent\": \"" + district + "\"";
    var page = "\"pageSize\": " + PAGE;
    console.say("");
    console.say("Try in another terminal, in this folder:");
    console.say("");
    command("list", "");
    command("RosterService/ListSections", "{" + parent + ", " + page + "}");
    if (!firstPage.getNextPageToken().isEmpty()) {
      var token = "\"pageToken\": \"" + firstPage.getNextPageToken() + "\"";
      command("RosterService/ListSections", "{" + parent + ", " + page + ", " + token + "}");
    }
    firstPage.getSectionsList().stream()
        .findFirst()
        .ifPresent(section ->
            command(
                "RosterService/GetSectionRoster", "{\"section\": \"" + section.getName() + "\"}"));
    command("SyncService/ListSyncRuns", "{" + parent + ", \"pageSize\": 1}");
    command("--no-token RosterService/ListSections", "{" + parent + "}");
    console.say("  ./homeroom share " + district + "   # what it shares, and how to confirm that");
    console.say("  ./homeroom sandbox random   # a day at school, on a screen; --json shows all");
    console.say("  ./homeroom sync " + district + " --follow");
    if (Programs.isInstalled("grpcurl")) {
      grpcurl("list", "");
      grpcurl("homeroom.v1.RosterService/ListSections", "{" + parent + ", " + page + "}");
    }
  }

  private void command(String method, String request) {
    console.say("  ./homeroom call " + method + quoted(request));
  }

  private void grpcurl(String method, String request) {
    console.say(
        "  grpcurl -plaintext -H \"authorization: Bearer $("
            + console.command("token")
            + ")\""
            + (request.isEmpty() ? "" : " -d" + quoted(request))
            + " "
            + address
            + " "
            + method);
  }

  private static String quoted(String request) {
    return request.isEmpty() ? "" : " " + ShellWord.of(request);
  }
}
