package dev.homeroom.cli.plan;

import dev.homeroom.cli.client.Pages;
import dev.homeroom.cli.client.WireWords;
import dev.homeroom.cli.console.Console;
import dev.homeroom.v1.ApprovePlanRequest;
import dev.homeroom.v1.ExportPlanChangesRequest;
import dev.homeroom.v1.ListPlanChangesRequest;
import dev.homeroom.v1.ListPlanChangesResponse;
import dev.homeroom.v1.ListPlansRequest;
import dev.homeroom.v1.Plan;
import dev.homeroom.v1.PlanChange;
import dev.homeroom.v1.PlanCount;
import dev.homeroom.v1.PlanServiceGrpc;
import dev.homeroom.v1.PlanServiceGrpc.PlanServiceBlockingStub;
import dev.homeroom.v1.PlanState;
import dev.homeroom.v1.RejectPlanRequest;
import io.grpc.Channel;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Does the work of the commands about plans on a server. */
final class PlanActions {
  private static final int ANSWER_SECONDS = 30;
  private static final int PAGE = 1000;

  private final Channel channel;
  private final Console console;

  PlanActions(Channel channel, Console console) {
    this.channel = channel;
    this.console = console;
  }

  /** Returns the district's pending plan; empty where none waits. */
  Optional<Plan> pending(String district) {
    var request = ListPlansRequest.newBuilder().setParent(district).setPageSize(PAGE);
    do {
      var page = stub().listPlans(request.build());
      var found =
          page.getPlansList().stream()
              .filter(plan -> plan.getState() == PlanState.PLAN_STATE_PENDING)
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return Optional.empty();
  }

  /** Shows the counts of a plan's changes, and the commands that decide. */
  void show(Plan plan) {
    console.say("%s %s".formatted(plan.getName(), WireWords.word(plan.getState())));
    console.say(plan.getReason());
    console.say("");
    for (var count : plan.getCountsList()) {
      console.say(
          "  %-7s %-8s %-26s %,9d"
              .formatted(kind(count), type(count), what(count), count.getCount()));
    }
    console.say("");
    console.say("  ./homeroom approve %s %s".formatted(plan.getName(), plan.getDigest()));
    console.say("  ./homeroom reject %s %s".formatted(plan.getName(), plan.getDigest()));
  }

  /** Writes each change on its own line to standard output. */
  void changes(Plan plan) {
    var request = ListPlanChangesRequest.newBuilder().setParent(plan.getName()).setPageSize(PAGE);
    Pages.each(
        token -> stub().listPlanChanges(request.setPageToken(token).build()),
        ListPlanChangesResponse::getNextPageToken,
        page -> page.getChangesList().forEach(change -> console.out().println(line(change))));
  }

  /** Writes all changes as CSV. */
  void csv(Plan plan, Writer file) throws IOException {
    var pieces =
        PlanServiceGrpc.newBlockingStub(channel)
            .exportPlanChanges(
                ExportPlanChangesRequest.newBuilder().setParent(plan.getName()).build());
    while (pieces.hasNext()) {
      file.write(pieces.next().getCsv());
    }
  }

  /** Approves the plan; returns the exit code. */
  int approve(String plan, String digest) {
    var request =
        ApprovePlanRequest.newBuilder()
            .setName(plan)
            .setDigest(digest)
            .setRequestId(UUID.randomUUID().toString());
    var approved = stub().approvePlan(request.build());
    console.say(approved.getName() + " " + WireWords.word(approved.getState()));
    var district = plan.split("/", 3)[1];
    console.say(
        "A full sync carries it out; " + console.command("runs " + district) + " shows it.");
    return 0;
  }

  /** Rejects the plan; returns the exit code. */
  int reject(String plan, String digest) {
    var request =
        RejectPlanRequest.newBuilder()
            .setName(plan)
            .setDigest(digest)
            .setRequestId(UUID.randomUUID().toString());
    var rejected = stub().rejectPlan(request.build());
    console.say(rejected.getName() + " " + WireWords.word(rejected.getState()));
    return 0;
  }

  private PlanServiceBlockingStub stub() {
    return PlanServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  private static String line(PlanChange change) {
    var line =
        "%s %s %s"
            .formatted(WireWords.word(change.getKind()), change.getRecord(), change.getPart());
    return change.getMember().isEmpty() ? line : line + " " + change.getMember();
  }

  private static String kind(PlanCount count) {
    return WireWords.word(count.getKind());
  }

  private static String type(PlanCount count) {
    return WireWords.word(count.getType());
  }

  private static String what(PlanCount count) {
    var aspect = WireWords.word(count.getAspect());
    return aspect.equals(count.getPart()) ? aspect : aspect + " " + count.getPart();
  }
}
