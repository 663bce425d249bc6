package dev.homeroom.cli.explain;

import dev.homeroom.cli.client.WireWords;
import dev.homeroom.cli.console.Console;
import dev.homeroom.v1.ExplainAccessRequest;
import dev.homeroom.v1.ExplainRecordRequest;
import dev.homeroom.v1.ExplainServiceGrpc;
import dev.homeroom.v1.ExplainServiceGrpc.ExplainServiceBlockingStub;
import dev.homeroom.v1.RecordVersion;
import io.grpc.Channel;
import java.util.concurrent.TimeUnit;

/** Does the work of the command on a server. */
final class ExplainActions {
  private static final int ANSWER_SECONDS = 30;

  private final Channel channel;
  private final Console console;

  ExplainActions(Channel channel, Console console) {
    this.channel = channel;
    this.console = console;
  }

  /** Shows what a user sees and who sees the user; returns the exit code. */
  int access(String name, boolean json) {
    var answer = stub().explainAccess(ExplainAccessRequest.newBuilder().setName(name).build());
    if (json) {
      console.out().println(WireWords.json(answer));
    } else {
      AccessScreen.of(answer, console.columns()).forEach(console::say);
    }
    return 0;
  }

  /** Shows why a record is in the roster or not; returns the exit code. */
  int record(String name, boolean json) {
    var answer = stub().explainRecord(ExplainRecordRequest.newBuilder().setName(name).build());
    if (json) {
      console.out().println(WireWords.json(answer));
      return 0;
    }
    console.say("%s %s".formatted(answer.getName(), WireWords.word(answer.getStanding())));
    console.say(answer.getExplanation());
    console.say("");
    answer.getVersionsList().forEach(version -> console.say("  " + line(version)));
    for (var plan : answer.getPlansList()) {
      console.say(
          "  %s %s".formatted(plan.getPlan().getName(), WireWords.word(plan.getPlan().getState())));
      plan.getChangesList()
          .forEach(change ->
              console.say(
                  "    %s %s %s"
                      .formatted(
                          WireWords.word(change.getKind()), change.getPart(), change.getMember())
                      .stripTrailing()));
    }
    return 0;
  }

  private ExplainServiceBlockingStub stub() {
    return ExplainServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  private static String line(RecordVersion version) {
    return version.getUntilRevision() == 0
        ? "from revision %d on".formatted(version.getFromRevision())
        : "from revision %d to %d: %s"
            .formatted(
                version.getFromRevision(),
                version.getUntilRevision() - 1,
                WireWords.word(version.getEnd()));
  }
}
