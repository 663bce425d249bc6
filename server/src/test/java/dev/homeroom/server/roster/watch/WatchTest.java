package dev.homeroom.server.roster.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.server.Refused;
import dev.homeroom.server.ServerConfig;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.db.Database;
import dev.homeroom.server.retention.HistoryTrimming;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.testing.Eventually;
import dev.homeroom.v1.GetDistrictRequest;
import dev.homeroom.v1.ListUsersRequest;
import dev.homeroom.v1.RosterChangeKind;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.User;
import dev.homeroom.v1.WatchRosterRequest;
import dev.homeroom.v1.WatchRosterResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Watches of one district that goes on through all of these tests. */
final class WatchTest {
  private static final String UNKNOWN = "0123456789abcdef01234567";

  @SuppressWarnings("NullAway.Init")
  private static RosterFixture fixture;

  @BeforeAll
  static void start() {
    fixture = RosterFixture.students(120, 3);
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @Test
  void a_watch_tells_the_whole_roster_then_each_revision_as_it_comes() {
    var replica = new Replica(all());
    try (var watching = Watching.open(fixture.server, replica.request())) {
      upToDate(replica, watching);
      assertThat(replica.records()).isEqualTo(fixture.roster());

      fixture.clever.drift(3);
      long next = fixture.sync();
      upTo(next, replica, watching);

      assertThat(replica.records()).isEqualTo(fixture.roster());
    }
  }

  @Test
  void who_resumes_and_is_up_to_date_is_told_so_at_once() {
    var replica = new Replica(all());
    try (var watching = Watching.open(fixture.server, replica.request())) {
      upToDate(replica, watching);
    }
    long revision = replica.revision();
    try (var watching = Watching.open(fixture.server, replica.request())) {
      assertThat(replica.take(watching.next())).isTrue();
      assertThat(replica.revision()).isEqualTo(revision);
    }
  }

  @Test
  void who_comes_back_late_is_told_the_difference_without_what_came_and_went() {
    var replica = new Replica(all());
    try (var watching = Watching.open(fixture.server, replica.request())) {
      upToDate(replica, watching);
    }
    var users = RosterFixture.of(fixture.roster(), User.class);
    var gone = users.getFirst().getName();
    var renamed = users.getLast();
    fixture.clever.apply(
        new RosterChange.Remove(RecordType.USERS, id(gone)),
        new RosterChange.RenameUser(id(renamed.getName()), "Ada", "Brand New"));
    fixture.sync();
    fixture.clever.apply(new RosterChange.Restore(RecordType.USERS, id(gone)));
    long newest = fixture.sync();

    try (var watching = Watching.open(fixture.server, replica.request())) {
      var told = watching.next();
      assertThat(told.getChange().getName()).isEqualTo(renamed.getName());
      assertThat(told.getChange().getRevision()).isEqualTo(newest);
      assertThat(told.getChange().getKind()).isEqualTo(RosterChangeKind.ROSTER_CHANGE_KIND_CHANGED);
      assertThat(told.getChange().getChangedFieldsList())
          .isNotEmpty()
          .allMatch(field -> field.startsWith("full_name."));
      replica.take(told);
      assertThat(replica.take(watching.next())).isTrue();
      assertThat(replica.records()).isEqualTo(fixture.roster());
    }
  }

  @Test
  void a_step_that_was_cut_off_goes_on_though_the_roster_has_moved_on() {
    var replica = new Replica(all());
    try (var watching = Watching.open(fixture.server, replica.request())) {
      for (int i = 0; i < 30; i++) {
        assertThat(replica.take(watching.next())).isFalse();
      }
    }
    var before = fixture.roster();
    fixture.clever.drift(10);
    long newest = fixture.sync();

    try (var watching = Watching.open(fixture.server, replica.request())) {
      while (!replica.take(watching.next())) {
        assertThat(replica.revision()).isZero();
      }
      assertThat(replica.revision()).isEqualTo(newest - 1);
      assertThat(replica.records()).isEqualTo(before);
      upTo(newest, replica, watching);
      assertThat(replica.records()).isEqualTo(fixture.roster());
    }
  }

  @Test
  void a_reader_who_is_too_slow_is_told_holds_up_nobody_and_goes_on_from_where_it_was()
      throws InterruptedException {
    var server =
        fixture.server.sibling(
            new ServerConfig.History(Duration.ofDays(400), Duration.ofMillis(50)));
    var channel =
        NettyChannelBuilder.forAddress(server.address())
            .usePlaintext()
            .flowControlWindow(8 << 10)
            .build();
    try {
      var slow = new SlowReader();
      var call =
          channel.newCall(
              RosterServiceGrpc.getWatchRosterMethod(),
              CallOptions.DEFAULT.withCallCredentials(
                  TestServer.bearer(server.issuer().token(TestServer.APP))));
      call.start(slow, new Metadata());
      call.sendMessage(all());
      call.halfClose();
      call.request(1);
      slow.first.orTimeout(20, TimeUnit.SECONDS).join();

      var quick = new Replica(all());
      try (var watching = Watching.open(server, quick.request())) {
        fixture.clever.drift(3);
        upTo(fixture.sync(), quick, watching);
      }
      call.request(100_000);

      var refused = slow.ended.orTimeout(20, TimeUnit.SECONDS).join();
      assertThat(refused.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(refused.reason()).isEqualTo("READER_TOO_SLOW");
      assertThat(refused.metadata()).containsEntry("patience", "PT0.05S");
      var replica = new Replica(all());
      slow.taken.forEach(replica::take);
      assertThat(replica.revision()).isZero();
      try (var watching = Watching.open(fixture.server, replica.request())) {
        upToDate(replica, watching);
      }
      assertThat(replica.records()).isEqualTo(fixture.roster());
    } finally {
      channel.shutdownNow();
      channel.awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void when_a_server_stops_another_one_goes_on() {
    var server = fixture.server.sibling(ServerConfig.History.USUAL);
    var replica = new Replica(all());
    try (var watching = Watching.open(server, replica.request())) {
      upToDate(replica, watching);
      var stopped = CompletableFuture.runAsync(server::stop);

      var refused = Refused.by(watching::next);

      assertThat(refused.code()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(refused.reason()).isEqualTo("SHUTTING_DOWN");
      stopped.orTimeout(30, TimeUnit.SECONDS).join();
    }
    fixture.clever.drift(3);
    long newest = fixture.sync();
    try (var watching = Watching.open(fixture.server, replica.request())) {
      upTo(newest, replica, watching);
    }
    assertThat(replica.records()).isEqualTo(fixture.roster());
  }

  @Test
  void a_watch_ends_when_its_token_expires() {
    var soon = Date.from(Instant.now().minusSeconds(28));
    var token =
        fixture
            .server
            .issuer()
            .token(claims -> claims.subject(TestServer.APP).expirationTime(soon));
    var replica = new Replica(all());
    try (var watching = Watching.as(fixture.server, token, replica.request())) {
      upToDate(replica, watching);

      var refused = Refused.by(watching::next);

      assertThat(refused.code()).isEqualTo(Status.Code.ABORTED);
      assertThat(refused.reason()).isEqualTo("ACCESS_ENDED");
      assertThat(refused.message()).contains("expired");
    }
    try (var watching = Watching.open(fixture.server, replica.request())) {
      assertThat(replica.take(watching.next())).isTrue();
    }
  }

  @Test
  void a_watch_ends_when_its_caller_is_granted_nothing_any_more() throws IOException {
    var file = fixture.server.accessFile();
    var usual = Files.readString(file);
    var guest = fixture.server.issuer().token("guest");
    Files.writeString(
        file,
        usual
            + "  - {issuer: \"%s\", subject: guest, role: app, districts: all, fields: all}\n"
                .formatted(fixture.server.issuer().name()));
    Eventually.see(
        () -> {
          try (var watching = Watching.as(fixture.server, guest, all())) {
            watching.next();
            return true;
          } catch (StatusRuntimeException notYet) {
            return false;
          }
        },
        admitted -> admitted);
    try (var watching = Watching.as(fixture.server, guest, all())) {
      var replica = new Replica(all());
      upToDate(replica, watching);
      var theirs = replica.request();
      assertThat(Refused.by(() -> Watching.open(fixture.server, theirs).next()).reason())
          .as("the guest's token in the app's hands")
          .isEqualTo("RESUME_TOKEN_INVALID");
      Files.writeString(file, usual);

      var refused = Refused.by(watching::next);

      assertThat(refused.code()).isEqualTo(Status.Code.ABORTED);
      assertThat(refused.reason()).isEqualTo("ACCESS_ENDED");
      assertThat(refused.message()).contains("access.yaml");
    }
  }

  @Test
  void a_watch_that_stands_at_a_trimmed_revision_has_to_start_again() {
    try (var other = RosterFixture.students(10, 4)) {
      var replica = new Replica(all(other));
      var begun = new Replica(all(other));
      try (var watching = Watching.open(other.server, replica.request())) {
        begun.take(watching.next());
      }
      try (var watching = Watching.open(other.server, replica.request())) {
        upTo(1, replica, watching);
      }
      other.clever.drift(20);
      assertThat(other.sync()).isEqualTo(2);
      try (var database = Database.open(other.server.database())) {
        database.migrated().join();
        var later = Clock.offset(Clock.systemUTC(), Duration.ofDays(2));
        new HistoryTrimming(database, later, Duration.ofDays(1)).trim();
      }

      for (var behind : List.of(replica.request(), begun.request())) {
        var refused = Refused.by(() -> Watching.open(other.server, behind).next());
        assertThat(refused.code()).isEqualTo(Status.Code.OUT_OF_RANGE);
        assertThat(refused.reason()).isEqualTo("HISTORY_TRIMMED");
        assertThat(refused.metadata()).containsEntry("oldestRevision", "2");
      }
      var fresh = new Replica(all(other));
      try (var watching = Watching.open(other.server, fresh.request())) {
        upTo(2, fresh, watching);
      }
      assertThat(fresh.records()).isEqualTo(other.roster());
    }
  }

  @TestFactory
  Stream<DynamicTest> a_resume_token_that_is_not_of_this_watch_is_refused() {
    var replica = new Replica(all());
    try (var watching = Watching.open(fixture.server, replica.request())) {
      replica.take(watching.next());
    }
    var mine = replica.request();
    var token = mine.getResumeToken();
    var edited =
        token.substring(0, 20) + (token.charAt(20) == 'A' ? 'B' : 'A') + token.substring(21);
    return Stream.of(
        refused("garbage", "RESUME_TOKEN_INVALID", all().toBuilder().setResumeToken("garbage")),
        refused("not base64", "RESUME_TOKEN_INVALID", all().toBuilder().setResumeToken("!")),
        refused("tampered", "RESUME_TOKEN_INVALID", mine.toBuilder().setResumeToken(edited)),
        refused(
            "of another filter",
            "RESUME_TOKEN_INVALID",
            mine.toBuilder().addTypes(dev.homeroom.v1.RecordType.RECORD_TYPE_USER)),
        refused(
            "of another district",
            "RESUME_TOKEN_INVALID",
            mine.toBuilder().setParent("districts/" + UNKNOWN)),
        refused(
            "a page's token",
            "RESUME_TOKEN_INVALID",
            all().toBuilder()
                .setResumeToken(
                    fixture
                        .app()
                        .listUsers(
                            ListUsersRequest.newBuilder()
                                .setParent(fixture.district)
                                .setPageSize(1)
                                .build())
                        .getNextPageToken())));
  }

  @TestFactory
  Stream<DynamicTest> a_watch_that_cannot_be_is_refused() {
    return Stream.of(
        refused("no parent", "INVALID_FIELD", WatchRosterRequest.newBuilder()),
        refused(
            "an unknown district",
            "DISTRICT_NOT_FOUND",
            WatchRosterRequest.newBuilder().setParent("districts/" + UNKNOWN)),
        refused("an unknown type", "INVALID_FIELD", all().toBuilder().addTypesValue(99)),
        refused(
            "a type twice",
            "INVALID_FIELD",
            all().toBuilder()
                .addTypes(dev.homeroom.v1.RecordType.RECORD_TYPE_USER)
                .addTypes(dev.homeroom.v1.RecordType.RECORD_TYPE_USER)),
        refused("no school", "INVALID_FIELD", all().toBuilder().addSchools("alpha")),
        refused(
            "a school of elsewhere",
            "INVALID_FIELD",
            all().toBuilder().addSchools("districts/" + UNKNOWN + "/schools/" + UNKNOWN)),
        refused(
            "too many schools",
            "INVALID_FIELD",
            all().toBuilder()
                .addAllSchools(
                    Collections.nCopies(101, fixture.district + "/schools/" + UNKNOWN))));
  }

  @Test
  void only_apps_may_watch() {
    var reviewer = fixture.server.issuer().token(TestServer.REVIEWER);

    var refused = Refused.by(() -> Watching.as(fixture.server, reviewer, all()).next());

    assertThat(refused.reason()).isEqualTo("ROLE_MISSING");
  }

  private static DynamicTest refused(
      String which, String reason, WatchRosterRequest.Builder request) {
    Supplier<WatchRosterResponse> first =
        () -> Watching.open(fixture.server, request.build()).next();
    return DynamicTest.dynamicTest(
        which, () -> assertThat(Refused.by(first).reason()).isEqualTo(reason));
  }

  private static void upToDate(Replica replica, Watching watching) {
    upTo(
        fixture
            .app()
            .getDistrict(GetDistrictRequest.newBuilder().setName(fixture.district).build())
            .getRevision(),
        replica,
        watching);
  }

  private static void upTo(long revision, Replica replica, Watching watching) {
    while (replica.revision() < revision) {
      replica.take(watching.next());
    }
  }

  private static WatchRosterRequest all() {
    return all(fixture);
  }

  private static WatchRosterRequest all(RosterFixture of) {
    return WatchRosterRequest.newBuilder().setParent(of.district).build();
  }

  private static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** Takes only what the test asks for. */
  private static final class SlowReader extends ClientCall.Listener<WatchRosterResponse> {
    final List<WatchRosterResponse> taken = new ArrayList<>();
    final CompletableFuture<WatchRosterResponse> first = new CompletableFuture<>();
    final CompletableFuture<Refused> ended = new CompletableFuture<>();

    @Override
    public void onMessage(WatchRosterResponse message) {
      taken.add(message);
      first.complete(message);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      ended.complete(Refused.of(status.asRuntimeException(trailers)));
    }
  }
}
