package dev.homeroom.cli.share;

import com.google.protobuf.MessageOrBuilder;
import dev.homeroom.cli.client.Names;
import dev.homeroom.cli.client.Pages;
import dev.homeroom.cli.client.WireWords;
import dev.homeroom.cli.console.Console;
import dev.homeroom.v1.DistrictServiceGrpc;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.GetDistrictStateRequest;
import dev.homeroom.v1.ListLeftOutRecordsRequest;
import dev.homeroom.v1.ListLeftOutRecordsResponse;
import dev.homeroom.v1.ListShareChangeRecordsRequest;
import dev.homeroom.v1.ListShareChangeRecordsResponse;
import dev.homeroom.v1.ListShareChangesRequest;
import dev.homeroom.v1.ListShareChangesResponse;
import dev.homeroom.v1.ListSharingDecisionsRequest;
import dev.homeroom.v1.ListSharingDecisionsResponse;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.SharingDecision;
import dev.homeroom.v1.SharingServiceGrpc;
import dev.homeroom.v1.SharingServiceGrpc.SharingServiceBlockingStub;
import io.grpc.Channel;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Shows a district's share and lists about it.
 *
 * @param district resource name
 * @param json true to print messages as received, one on a line
 */
record ShareLists(Channel channel, Console console, String district, boolean json) {
  private static final int ANSWER_SECONDS = 30;
  private static final int PAGE = 1000;
  private static final int LAST_CHANGES = 5;

  /** Reads the district's state. */
  DistrictState state() {
    return DistrictServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
        .getDistrictState(
            GetDistrictStateRequest.newBuilder().setName(district + "/state").build());
  }

  /** Shows the whole share on one screen. */
  void show() {
    var state = state();
    if (json) {
      console.out().println(WireWords.json(state.getShare()));
      return;
    }
    var request = ListShareChangesRequest.newBuilder().setParent(district);
    var changes = stub().listShareChanges(request.setPageSize(LAST_CHANGES).build());
    ShareScreen.of(state, changes.getShareChangesList(), console.columns()).stream()
        .map(console::line)
        .forEach(console.out()::println);
  }

  /** Lists the records that are left out, one on each line. */
  void leftOut(RecordType type) {
    var request =
        ListLeftOutRecordsRequest.newBuilder().setParent(district).setType(type).setPageSize(PAGE);
    list(
        token -> stub().listLeftOutRecords(request.setPageToken(token).build()),
        ListLeftOutRecordsResponse::getNextPageToken,
        page -> page.getRecordsList().stream().map(Names::inDistrict));
  }

  /** Lists what each revision added to the share and removed from it, one revision on each line. */
  void changes() {
    var request = ListShareChangesRequest.newBuilder().setParent(district).setPageSize(PAGE);
    list(
        token -> stub().listShareChanges(request.setPageToken(token).build()),
        ListShareChangesResponse::getNextPageToken,
        page -> page.getShareChangesList().stream().map(ShareChangeLine::of));
  }

  /** Lists the records that a revision added to the share, +, and removed from it, -. */
  void change(long revision) {
    var request =
        ListShareChangeRecordsRequest.newBuilder()
            .setParent(district + "/shareChanges/" + revision)
            .setPageSize(PAGE);
    list(
        token -> stub().listShareChangeRecords(request.setPageToken(token).build()),
        ListShareChangeRecordsResponse::getNextPageToken,
        page ->
            page.getRecordsList().stream()
                .map(each -> (each.getAdded() ? "+ " : "- ") + Names.inDistrict(each.getRecord())));
  }

  /** Lists the decisions: who decided what, when and why, the newest first. */
  void decisions() {
    var request = ListSharingDecisionsRequest.newBuilder().setParent(district).setPageSize(PAGE);
    list(
        token -> stub().listSharingDecisions(request.setPageToken(token).build()),
        ListSharingDecisionsResponse::getNextPageToken,
        page -> page.getDecisionsList().stream().flatMap(ShareLists::lines));
  }

  private <P extends MessageOrBuilder> void list(
      Function<String, P> page, Function<P, String> next, Function<P, Stream<String>> lines) {
    Pages.each(
        page,
        next,
        loaded ->
            (json ? Stream.of(WireWords.json(loaded)) : lines.apply(loaded))
                .forEach(console.out()::println));
  }

  private static Stream<String> lines(SharingDecision decision) {
    return Stream.of(
            line(decision),
            "  " + SharingWords.type(decision.getSharing()),
            "  " + decision.getReason())
        .filter(line -> !line.isBlank());
  }

  private static String line(SharingDecision decision) {
    var by = decision.getDecidedBy().isEmpty() ? "the server itself" : decision.getDecidedBy();
    var what =
        switch (decision.getKind()) {
          case SHARING_DECISION_KIND_CONFIRMED ->
              "confirmed at revision %,d".formatted(decision.getRevision());
          case SHARING_DECISION_KIND_SECTIONS_ADOPTED ->
              ShareSizes.words(decision.getAdoptedSections(), "sections") + " adopted";
          case SHARING_DECISION_KIND_CHANGE_APPROVED -> "change approved";
          case SHARING_DECISION_KIND_CHANGE_DECLARED -> "approved change declared";
          case SHARING_DECISION_KIND_OWNER_CHANGED -> "confirmation ended, as the owner changed";
          case SHARING_DECISION_KIND_UNSPECIFIED, UNRECOGNIZED ->
              WireWords.word(decision.getKind()).replace('_', ' ');
        };
    return "%s  %s, by %s".formatted(WireWords.time(decision.getTime()), what, by);
  }

  private SharingServiceBlockingStub stub() {
    return SharingServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS);
  }
}
