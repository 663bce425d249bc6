package dev.homeroom.cli.share;

import dev.homeroom.cli.client.Names;
import dev.homeroom.cli.client.Pages;
import dev.homeroom.cli.console.Console;
import dev.homeroom.v1.AdoptSectionsRequest;
import dev.homeroom.v1.ConfirmSharingRequest;
import dev.homeroom.v1.ListLeftOutRecordsRequest;
import dev.homeroom.v1.ListLeftOutRecordsResponse;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.SharingServiceGrpc;
import dev.homeroom.v1.SharingServiceGrpc.SharingServiceBlockingStub;
import io.grpc.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Sends people's decisions on a district's share to the server.
 *
 * @param district resource name
 */
record SharingDecisions(Channel channel, Console console, String district) {
  private static final int ANSWER_SECONDS = 60;
  private static final int PAGE = 1000;

  /** Confirms the share that was seen at a revision. */
  void confirm(long revision, String digest, String reason) {
    var share =
        stub()
            .confirmSharing(
                ConfirmSharingRequest.newBuilder()
                    .setName(district)
                    .setRevision(revision)
                    .setShareDigest(digest)
                    .setReason(reason)
                    .setRequestId(UUID.randomUUID().toString())
                    .build());
    var sharing = share.getConfirmed().getSharing();
    console.say(district + " is confirmed: " + SharingWords.type(sharing) + ".");
    if (SharingWords.pinsSections(sharing)) {
      console.say(
          ShareSizes.words(share.getConfirmed().getPinnedSections(), "sections")
              + " pinned; a later one joins by `./homeroom adopt-sections`.");
    }
    console.say("From now on nothing else may be declared, unless a change is approved.");
  }

  /** Returns the ids of the sections that are left out. */
  List<String> sectionsLeftOut() {
    var request =
        ListLeftOutRecordsRequest.newBuilder()
            .setParent(district)
            .setType(RecordType.RECORD_TYPE_SECTION)
            .setPageSize(PAGE);
    var sections = new ArrayList<String>();
    Pages.each(
        token -> stub().listLeftOutRecords(request.setPageToken(token).build()),
        ListLeftOutRecordsResponse::getNextPageToken,
        page -> page.getRecordsList().stream().map(Names::last).forEach(sections::add));
    return sections;
  }

  /** Adds sections to the pinned ones. */
  void adopt(List<String> sections, String reason) {
    if (sections.isEmpty()) {
      console.say("No section of " + district + " is left out.");
      return;
    }
    var share =
        stub()
            .adoptSections(
                AdoptSectionsRequest.newBuilder()
                    .setName(district)
                    .addAllSections(sections)
                    .setReason(reason)
                    .setRequestId(UUID.randomUUID().toString())
                    .build());
    console.say(
        "%s adopted, %,d pinned in all."
            .formatted(
                ShareSizes.words(sections.size(), "sections"),
                share.getConfirmed().getPinnedSections()));
    console.say(
        "A full sync brings them; "
            + console.command("runs " + Names.last(district))
            + " shows it.");
  }

  private SharingServiceBlockingStub stub() {
    return SharingServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS);
  }
}
