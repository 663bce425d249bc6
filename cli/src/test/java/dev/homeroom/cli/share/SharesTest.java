package dev.homeroom.cli.share;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.Timestamps;
import dev.homeroom.cli.client.FakeServer;
import dev.homeroom.v1.AdoptSectionsRequest;
import dev.homeroom.v1.ApproveSharingChangeRequest;
import dev.homeroom.v1.ConfirmSharingRequest;
import dev.homeroom.v1.ConfirmedSharing;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.ListLeftOutRecordsRequest;
import dev.homeroom.v1.ListLeftOutRecordsResponse;
import dev.homeroom.v1.ListSharingDecisionsRequest;
import dev.homeroom.v1.ListSharingDecisionsResponse;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.Share;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingChangeApproval;
import dev.homeroom.v1.SharingDecision;
import dev.homeroom.v1.SharingDecisionKind;
import dev.homeroom.v1.SharingServiceGrpc;
import dev.homeroom.v1.SharingType;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the commands about shares ask a server, and what they say of its answers. */
final class SharesTest {
  private static final String DISTRICT = "districts/00000000000000000000000a";
  private static final String DIGEST = "ab".repeat(32);
  private static final Sharing PINNED =
      Sharing.newBuilder().setType(SharingType.SHARING_TYPE_SECTIONS).build();
  private static final Sharing WHOLE =
      Sharing.newBuilder().setType(SharingType.SHARING_TYPE_DISTRICT).build();

  private final FakeSharing fake = new FakeSharing();
  private final FakeServer server = FakeServer.serving(fake);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_confirmation_names_what_was_seen() {
    decisions().confirm(3, DIGEST, "as agreed");

    assertThat(fake.confirmed.getName()).isEqualTo(DISTRICT);
    assertThat(fake.confirmed.getRevision()).isEqualTo(3);
    assertThat(fake.confirmed.getShareDigest()).isEqualTo(DIGEST);
    assertThat(fake.confirmed.getReason()).isEqualTo("as agreed");
    assertThat(fake.confirmed.getRequestId()).isNotEmpty();
    assertThat(server.said())
        .contains("378 sections pinned; a later one joins by `./homeroom adopt-sections`.");
  }

  @Test
  void all_sections_that_are_left_out_are_those_of_every_page() {
    decisions().adopt(decisions().sectionsLeftOut(), "new term");

    assertThat(fake.adopted.getSectionsList()).containsExactly("1", "2");
    assertThat(fake.adopted.getReason()).isEqualTo("new term");
    assertThat(fake.adopted.getRequestId()).isNotEmpty();
    assertThat(server.said().getFirst()).isEqualTo("2 sections adopted, 380 pinned in all.");
  }

  @Test
  void what_is_left_out_is_a_name_on_each_line_or_a_page_of_json() {
    shares(false).leftOut(RecordType.RECORD_TYPE_SECTION);
    assertThat(server.out()).containsExactly("sections/1", "sections/2");

    shares(true).leftOut(RecordType.RECORD_TYPE_SECTION);
    assertThat(server.out()).hasSize(4).last().asString().startsWith("{\"records\"");
  }

  @Test
  void decisions_say_when_who_and_why() {
    shares(false).decisions();

    assertThat(server.out())
        .containsExactly(
            "1970-01-01T00:00:09Z  12 sections adopted, by demo-reviewer",
            "  Sections: those that Clever shows when the share is confirmed",
            "  new term",
            "1970-01-01T00:00:05Z  confirmed at revision 3, by the server itself",
            "  Sections: those that Clever shows when the share is confirmed");
  }

  @Test
  void a_change_is_approved_from_what_is_confirmed_after_a_yes() throws IOException {
    approval(PINNED, "yes\n").approve(WHOLE, "new contract", true);

    assertThat(fake.approved.getFrom()).isEqualTo(PINNED);
    assertThat(fake.approved.getTo()).isEqualTo(WHOLE);
    assertThat(fake.approved.getReason()).isEqualTo("new contract");
    assertThat(fake.approved.getRequestId()).isNotEmpty();
    assertThat(server.said())
        .contains("  type: Sections becomes District")
        .last()
        .asString()
        .endsWith("Approved as an-id. It takes effect once exactly this sharing is declared.");
  }

  @Test
  void without_a_yes_nothing_is_approved() {
    var nobody = approval(PINNED, "");
    assertThatThrownBy(() -> nobody.approve(WHOLE, "new contract", true))
        .hasMessageContaining("not approved");
    assertThat(fake.approved).isEqualTo(ApproveSharingChangeRequest.getDefaultInstance());
  }

  @Test
  void what_is_confirmed_needs_no_approval() {
    var same = approval(PINNED, "");
    assertThatThrownBy(() -> same.approve(PINNED, "new contract", false))
        .hasMessageContaining("nothing to approve");
    var unconfirmed =
        new ChangeApproval(
            server.connection().anonymous(),
            server.console(),
            DistrictState.newBuilder().setName(DISTRICT + "/state").build(),
            new ByteArrayInputStream(new byte[0]));
    assertThatThrownBy(() -> unconfirmed.approve(WHOLE, "new contract", false))
        .hasMessageContaining("nothing is confirmed yet");
  }

  private ShareLists shares(boolean json) {
    return new ShareLists(server.connection().anonymous(), server.console(), DISTRICT, json);
  }

  private SharingDecisions decisions() {
    return new SharingDecisions(server.connection().anonymous(), server.console(), DISTRICT);
  }

  private ChangeApproval approval(Sharing confirmed, String answer) {
    var state =
        DistrictState.newBuilder()
            .setName(DISTRICT + "/state")
            .setSpec(DistrictSpec.newBuilder().setSharing(confirmed))
            .setShare(
                Share.newBuilder()
                    .setConfirmed(ConfirmedSharing.newBuilder().setSharing(confirmed)))
            .build();
    return new ChangeApproval(
        server.connection().anonymous(),
        server.console(),
        state,
        new ByteArrayInputStream(answer.getBytes(UTF_8)));
  }

  /** Two pages of sections that are left out. */
  private static final class FakeSharing extends SharingServiceGrpc.SharingServiceImplBase {
    private volatile ConfirmSharingRequest confirmed = ConfirmSharingRequest.getDefaultInstance();
    private volatile AdoptSectionsRequest adopted = AdoptSectionsRequest.getDefaultInstance();
    private volatile ApproveSharingChangeRequest approved =
        ApproveSharingChangeRequest.getDefaultInstance();

    @Override
    public void confirmSharing(ConfirmSharingRequest request, StreamObserver<Share> answer) {
      confirmed = request;
      answer.onNext(pinned(378));
      answer.onCompleted();
    }

    @Override
    public void adoptSections(AdoptSectionsRequest request, StreamObserver<Share> answer) {
      adopted = request;
      answer.onNext(pinned(380));
      answer.onCompleted();
    }

    @Override
    public void approveSharingChange(
        ApproveSharingChangeRequest request, StreamObserver<SharingChangeApproval> answer) {
      approved = request;
      answer.onNext(SharingChangeApproval.newBuilder().setId("an-id").build());
      answer.onCompleted();
    }

    @Override
    public void listLeftOutRecords(
        ListLeftOutRecordsRequest request, StreamObserver<ListLeftOutRecordsResponse> answer) {
      assertThat(request.getType()).isEqualTo(RecordType.RECORD_TYPE_SECTION);
      var first = request.getPageToken().isEmpty();
      answer.onNext(
          ListLeftOutRecordsResponse.newBuilder()
              .addRecords(DISTRICT + "/sections/" + (first ? 1 : 2))
              .setNextPageToken(first ? "more" : "")
              .build());
      answer.onCompleted();
    }

    @Override
    public void listSharingDecisions(
        ListSharingDecisionsRequest request, StreamObserver<ListSharingDecisionsResponse> answer) {
      answer.onNext(
          ListSharingDecisionsResponse.newBuilder()
              .addDecisions(
                  SharingDecision.newBuilder()
                      .setKind(SharingDecisionKind.SHARING_DECISION_KIND_SECTIONS_ADOPTED)
                      .setTime(Timestamps.fromMillis(9_000))
                      .setAdoptedSections(12)
                      .setDecidedBy("demo-reviewer")
                      .setReason("new term")
                      .setSharing(PINNED))
              .addDecisions(
                  SharingDecision.newBuilder()
                      .setKind(SharingDecisionKind.SHARING_DECISION_KIND_CONFIRMED)
                      .setTime(Timestamps.fromMillis(5_000))
                      .setRevision(3)
                      .setSharing(PINNED))
              .build());
      answer.onCompleted();
    }

    private static Share pinned(long sections) {
      return Share.newBuilder()
          .setConfirmed(
              ConfirmedSharing.newBuilder().setSharing(PINNED).setPinnedSections(sections))
          .build();
    }
  }
}
