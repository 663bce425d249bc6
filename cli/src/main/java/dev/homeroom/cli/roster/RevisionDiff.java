package dev.homeroom.cli.roster;

import dev.homeroom.cli.client.WireWords;
import dev.homeroom.cli.console.Console;
import dev.homeroom.v1.DiffRevisionsRequest;
import dev.homeroom.v1.DiffRevisionsResponse;
import dev.homeroom.v1.RosterDifferenceCounts;
import dev.homeroom.v1.RosterServiceGrpc;
import io.grpc.Channel;
import java.util.concurrent.TimeUnit;

/**
 * Shows the differences between two revisions.
 *
 * @param all true to show every difference, not only the first 100
 * @param json true to print the pages as received, one on a line
 */
record RevisionDiff(Channel channel, Console console, boolean all, boolean json) {
  private static final int FEW = 100;
  private static final int PAGE = 1000;
  private static final int ANSWER_SECONDS = 60;

  void show(DiffRevisionsRequest request) {
    var page = page(request, "");
    if (json) {
      console.out().println(WireWords.json(page));
    } else {
      counts(page);
      lines(page);
    }
    long shown = page.getDifferencesCount();
    while (!page.getNextPageToken().isEmpty() && (all || shown < FEW)) {
      page = page(request, page.getNextPageToken());
      shown += page.getDifferencesCount();
      if (json) {
        console.out().println(WireWords.json(page));
      } else {
        lines(page);
      }
    }
    if (!page.getNextPageToken().isEmpty()) {
      console.say("There is more; --all shows it.");
    }
  }

  private DiffRevisionsResponse page(DiffRevisionsRequest request, String token) {
    return RosterServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
        .diffRevisions(
            request.toBuilder().setPageSize(all ? PAGE : FEW).setPageToken(token).build());
  }

  private void counts(DiffRevisionsResponse page) {
    console
        .out()
        .println("revision %d to %d".formatted(page.getFromRevision(), page.getToRevision()));
    for (RosterDifferenceCounts each : page.getCountsList()) {
      console
          .out()
          .println(
              "  %-10s %,8d entered %,8d changed %,8d left"
                  .formatted(
                      WireWords.word(each.getType()) + "s",
                      each.getEntered(),
                      each.getChanged(),
                      each.getLeft()));
    }
  }

  private void lines(DiffRevisionsResponse page) {
    page.getDifferencesList()
        .forEach(each ->
            console
                .out()
                .println(
                    ChangeLine.of(each.getKind(), each.getName(), each.getChangedFieldsList())));
  }
}
