package dev.homeroom.cli.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.cli.client.FakeServer;
import dev.homeroom.v1.DiffRevisionsRequest;
import dev.homeroom.v1.DiffRevisionsResponse;
import dev.homeroom.v1.RecordType;
import dev.homeroom.v1.RosterBookmark;
import dev.homeroom.v1.RosterChange;
import dev.homeroom.v1.RosterChangeKind;
import dev.homeroom.v1.RosterDifference;
import dev.homeroom.v1.RosterDifferenceCounts;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.WatchRosterRequest;
import dev.homeroom.v1.WatchRosterResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code watch} and {@code diff} print of what a server tells. */
final class RosterFollowerTest {
  private static final String DISTRICT = "districts/00000000000000000000000a";
  private static final WatchRosterRequest REQUEST =
      WatchRosterRequest.newBuilder().setParent(DISTRICT).build();

  private final Told told = new Told();
  private final FakeServer server = FakeServer.serving(told);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_whole_roster_is_summed_up_and_later_changes_are_lines() throws Exception {
    told.watch(
        List.of(entered(1, "users/a", 1), entered(1, "users/b", 2), bookmark(1, 3)),
        Status.UNAVAILABLE);
    told.watch(
        List.of(changed(2, "users/a", "email", 4), left(2, "users/b", 5), bookmark(2, 6)),
        Status.PERMISSION_DENIED);

    assertThatThrownBy(() -> follower(false, false, false).follow(REQUEST))
        .isInstanceOf(StatusRuntimeException.class);

    assertThat(server.out())
        .containsExactly(
            "revision 1: 2 entered, 0 changed, 0 left; --all shows each",
            "2 ~ users/a  email",
            "2 - users/b",
            "revision 2: 0 entered, 1 changed, 1 left");
    assertThat(told.resumed).containsExactly("", "token3");
  }

  @Test
  void a_watch_goes_on_behind_the_last_message_through_every_end_that_passes() throws Exception {
    told.watch(List.of(entered(1, "users/a", 1)), Status.RESOURCE_EXHAUSTED);
    told.watch(List.of(entered(1, "users/b", 2)), Status.ABORTED);
    told.watch(List.of(bookmark(1, 3)), Status.OK);

    var follower = follower(true, false, true);
    follower.follow(REQUEST);

    assertThat(server.out())
        .containsExactly("1 + users/a", "1 + users/b", "revision 1: 2 entered, 0 changed, 0 left");
    assertThat(told.resumed).containsExactly("", "token1", "token2");
    assertThat(follower.token()).isEqualTo("token3");
  }

  @Test
  void a_flood_is_cut_off_and_counted() throws Exception {
    var flood = new ArrayList<WatchRosterResponse>();
    IntStream.range(0, 500).forEach(i -> flood.add(entered(7, "users/" + i, i)));
    flood.add(bookmark(7, 500));
    told.watch(flood, Status.OK);

    follower(false, false, true).follow(REQUEST.toBuilder().setResumeToken("token").build());

    assertThat(server.out()).hasSize(21).contains("7 + users/19").doesNotContain("7 + users/20");
    assertThat(server.out().getLast())
        .isEqualTo("revision 7: 500 entered, 0 changed, 0 left; --all shows each");
  }

  @Test
  void json_is_each_message_on_a_line() throws Exception {
    told.watch(List.of(left(2, "users/b", 1), bookmark(2, 2)), Status.OK);

    follower(false, true, true).follow(REQUEST);

    assertThat(server.out())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("{")
        .contains("\"resumeToken\":\"token1\"")
        .contains("ROSTER_CHANGE_KIND_LEFT");
  }

  @Test
  void what_cannot_be_resumed_is_told() {
    told.watch(List.of(), Status.OUT_OF_RANGE.withDescription("not kept"));

    var follower = follower(false, false, false);
    assertThatThrownBy(() -> follower.follow(REQUEST.toBuilder().setResumeToken("old").build()))
        .hasMessageContaining("not kept");

    assertThat(follower.token()).as("nothing to go on from").isEmpty();
  }

  @Test
  void a_diff_is_counts_and_lines_and_says_when_there_is_more() {
    new RevisionDiff(server.connection().anonymous(), server.console(), false, false)
        .show(DiffRevisionsRequest.newBuilder().setParent(DISTRICT).setFromRevision(3).build());

    assertThat(server.out()).hasSize(2 + 100);
    assertThat(server.out().subList(0, 3))
        .containsExactly(
            "revision 3 to 5",
            "  users             1 entered      149 changed        0 left",
            "~ users/0  email");
    assertThat(server.said()).containsExactly("There is more; --all shows it.");
  }

  @Test
  void a_diff_of_all_shows_every_page() {
    new RevisionDiff(server.connection().anonymous(), server.console(), true, false)
        .show(DiffRevisionsRequest.newBuilder().setParent(DISTRICT).setFromRevision(3).build());

    assertThat(server.out()).hasSize(2 + 150).endsWith("+ users/149");
    assertThat(server.said()).isEmpty();
  }

  private RosterFollower follower(boolean all, boolean json, boolean once) {
    return new RosterFollower(
        server.connection().anonymous(),
        server.connection()::retryNow,
        server.console(),
        new RosterFollower.Form(all, json, once));
  }

  private static WatchRosterResponse entered(long revision, String name, int token) {
    return change(revision, name, RosterChangeKind.ROSTER_CHANGE_KIND_ENTERED, token, List.of());
  }

  private static WatchRosterResponse changed(long revision, String name, String field, int token) {
    return change(
        revision, name, RosterChangeKind.ROSTER_CHANGE_KIND_CHANGED, token, List.of(field));
  }

  private static WatchRosterResponse left(long revision, String name, int token) {
    return change(revision, name, RosterChangeKind.ROSTER_CHANGE_KIND_LEFT, token, List.of());
  }

  private static WatchRosterResponse change(
      long revision, String name, RosterChangeKind kind, int token, List<String> fields) {
    return WatchRosterResponse.newBuilder()
        .setResumeToken("token" + token)
        .setChange(
            RosterChange.newBuilder()
                .setKind(kind)
                .setName(DISTRICT + "/" + name)
                .setRevision(revision)
                .addAllChangedFields(fields))
        .build();
  }

  private static WatchRosterResponse bookmark(long revision, int token) {
    return WatchRosterResponse.newBuilder()
        .setResumeToken("token" + token)
        .setBookmark(RosterBookmark.newBuilder().setRevision(revision))
        .build();
  }

  /** A server that tells what it was told to. */
  private static final class Told extends RosterServiceGrpc.RosterServiceImplBase {
    final List<String> resumed = new CopyOnWriteArrayList<>();
    private final Queue<Watch> watches = new ConcurrentLinkedQueue<>();

    private record Watch(List<WatchRosterResponse> messages, Status end) {}

    void watch(List<WatchRosterResponse> messages, Status end) {
      watches.add(new Watch(messages, end));
    }

    @Override
    public void watchRoster(
        WatchRosterRequest request, StreamObserver<WatchRosterResponse> observer) {
      resumed.add(request.getResumeToken());
      var watch = watches.remove();
      watch.messages().forEach(observer::onNext);
      if (watch.end().isOk()) {
        observer.onCompleted();
      } else {
        observer.onError(watch.end().asRuntimeException());
      }
    }

    /** 150 differences. */
    @Override
    public void diffRevisions(
        DiffRevisionsRequest request, StreamObserver<DiffRevisionsResponse> observer) {
      var page = DiffRevisionsResponse.newBuilder().setFromRevision(3).setToRevision(5);
      int first = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
      int next = Math.min(150, first + Math.min(request.getPageSize(), 100));
      if (first == 0) {
        page.addCounts(
            RosterDifferenceCounts.newBuilder()
                .setType(RecordType.RECORD_TYPE_USER)
                .setEntered(1)
                .setChanged(149));
      }
      for (int i = first; i < next; i++) {
        var difference = RosterDifference.newBuilder().setName(DISTRICT + "/users/" + i);
        if (i == 149) {
          difference.setKind(RosterChangeKind.ROSTER_CHANGE_KIND_ENTERED);
        } else {
          difference.setKind(RosterChangeKind.ROSTER_CHANGE_KIND_CHANGED).addChangedFields("email");
        }
        page.addDifferences(difference);
      }
      if (next < 150) {
        page.setNextPageToken(Integer.toString(next));
      }
      observer.onNext(page.build());
      observer.onCompleted();
    }
  }
}
