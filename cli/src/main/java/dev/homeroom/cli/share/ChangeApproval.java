package dev.homeroom.cli.share;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.homeroom.cli.console.CommandFailure;
import dev.homeroom.cli.console.Console;
import dev.homeroom.v1.ApproveSharingChangeRequest;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingServiceGrpc;
import io.grpc.Channel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Approves one change of a confirmed sharing, after a person has seen what it changes.
 *
 * @param state the district's state
 * @param answers the stream from which the answer to the question is read
 */
record ChangeApproval(Channel channel, Console console, DistrictState state, InputStream answers) {
  private static final int ANSWER_SECONDS = 30;

  /**
   * Shows the change, asks, and approves it.
   *
   * @param asked true to ask; false to approve at once
   * @throws CommandFailure when there is nothing to approve, or the answer was not yes
   */
  void approve(Sharing to, String reason, boolean asked) throws IOException {
    var share = state.getShare();
    var district = state.getName().split("/", 3)[1];
    if (!share.hasConfirmed()) {
      throw CommandFailure.failed(
          "nothing is confirmed yet, so any sharing may be declared; "
              + console.command("share " + district)
              + " shows it");
    }
    var from = share.getConfirmed().getSharing();
    var difference = SharingDifference.between(from, to);
    if (difference.isEmpty()) {
      throw CommandFailure.usage("that is the confirmed sharing: there is nothing to approve");
    }
    console.say("Confirmed is " + SharingWords.type(from) + ". The change:");
    console.say("");
    difference.forEach(line -> console.say("  " + line));
    console.say("");
    if (share.hasApproval()) {
      console.say("It takes the place of " + AgreedSharing.by(share.getApproval()));
    }
    if (asked && !yes()) {
      throw CommandFailure.failed("not approved; --yes approves without a question");
    }
    var approval =
        SharingServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
            .approveSharingChange(
                ApproveSharingChangeRequest.newBuilder()
                    .setName("districts/" + district)
                    .setFrom(from)
                    .setTo(to)
                    .setReason(reason)
                    .setRequestId(UUID.randomUUID().toString())
                    .build());
    console.say(
        "Approved as "
            + approval.getId()
            + ". It takes effect once exactly this sharing is declared.");
  }

  private boolean yes() throws IOException {
    console.talk().print("Approve it? [y/N] ");
    console.talk().flush();
    var answer = new BufferedReader(new InputStreamReader(answers, UTF_8)).readLine();
    if (answer == null) {
      console.say("");
    }
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
  }
}
