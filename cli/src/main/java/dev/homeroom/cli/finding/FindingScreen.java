package dev.homeroom.cli.finding;

import dev.homeroom.cli.client.Names;
import dev.homeroom.cli.client.Pages;
import dev.homeroom.cli.client.WireWords;
import dev.homeroom.cli.console.Console;
import dev.homeroom.v1.Finding;
import dev.homeroom.v1.FindingKind;
import dev.homeroom.v1.FindingRecord;
import dev.homeroom.v1.ListFindingRecordsRequest;
import dev.homeroom.v1.ListFindingRecordsResponse;
import dev.homeroom.v1.ListFindingsRequest;
import dev.homeroom.v1.ListFindingsResponse;
import dev.homeroom.v1.SyncServiceGrpc;
import dev.homeroom.v1.SyncServiceGrpc.SyncServiceBlockingStub;
import io.grpc.Channel;
import java.util.concurrent.TimeUnit;

/** Shows the findings of a district's data. */
final class FindingScreen {
  private static final int ANSWER_SECONDS = 30;
  private static final int PAGE = 1000;

  private final Channel channel;
  private final Console console;
  private final String district;
  private final boolean json;
  private int listed;

  FindingScreen(Channel channel, Console console, String district, boolean json) {
    this.channel = channel;
    this.console = console;
    this.district = district;
    this.json = json;
  }

  /** Shows for each finding how many records it concerns, and its explanation. */
  void show() {
    var request = ListFindingsRequest.newBuilder().setParent(district).setPageSize(PAGE);
    Pages.each(
        token -> stub().listFindings(request.setPageToken(token).build()),
        ListFindingsResponse::getNextPageToken,
        page -> page.getFindingsList().forEach(this::show));
    if (listed == 0) {
      console.say("nothing was found in the data of " + district);
    }
  }

  private void show(Finding finding) {
    listed++;
    if (json) {
      console.out().println(WireWords.json(finding));
      return;
    }
    console
        .out()
        .println(
            "%-20s %-8s %,9d"
                .formatted(
                    WireWords.word(finding.getKind()),
                    WireWords.word(finding.getType()),
                    finding.getCount()));
    console.out().println("  " + finding.getExplanation());
  }

  /** Lists the records of a finding, each with its fields. */
  void records(FindingKind kind) {
    var request =
        ListFindingRecordsRequest.newBuilder().setParent(district).setKind(kind).setPageSize(PAGE);
    Pages.each(
        token -> stub().listFindingRecords(request.setPageToken(token).build()),
        ListFindingRecordsResponse::getNextPageToken,
        page -> page.getRecordsList().forEach(this::list));
    if (listed == 0) {
      console.say(
          "no record that you may see; "
              + console.command("findings " + Names.last(district))
              + " counts all");
    }
  }

  private void list(FindingRecord record) {
    listed++;
    console
        .out()
        .println(
            json
                ? WireWords.json(record)
                : record.getRecord() + " " + String.join(" ", record.getFieldsList()));
  }

  private SyncServiceBlockingStub stub() {
    return SyncServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS);
  }
}
