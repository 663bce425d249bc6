package dev.homeroom.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.sandbox.district.RosterChange;
import dev.homeroom.server.TestServer;
import dev.homeroom.server.roster.RosterFixture;
import dev.homeroom.v1.AsOf;
import dev.homeroom.v1.GetSectionRequest;
import dev.homeroom.v1.GetUserRequest;
import dev.homeroom.v1.ListUsersRequest;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.SyncMode;
import io.grpc.CallCredentials;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Looks for people in everything that a server writes or refuses with while it syncs and answers:
 * names that nobody else has, every e-mail address, every user's id, every token.
 */
final class CanaryTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream usual = System.out;

  /** Whatever the server told callers of failures. */
  private final List<String> refusals = new ArrayList<>();

  @BeforeEach
  void listen() {
    System.setOut(new PrintStream(written, true, UTF_8));
  }

  @AfterEach
  void stop() {
    System.setOut(usual);
  }

  @Test
  void a_leak_is_found_where_there_is_one() {
    LoggerFactory.getLogger("dev.homeroom.server.Leak")
        .atWarn()
        .addKeyValue("user", "Zanzibarella")
        .setCause(new IllegalStateException("of quillfeather@canary.example"))
        .log("a record cannot be read");

    assertThat(found(Set.of("Zanzibarella", "quillfeather@canary.example", "Nobody")))
        .containsExactly("Zanzibarella", "quillfeather@canary.example");
  }

  @Test
  void nothing_that_a_server_writes_tells_of_anybody() {
    try (var fixture = RosterFixture.students(40, 23)) {
      var canaries = new TreeSet<String>();
      var truth = Truth.of(fixture.clever);
      var student = truth.holding(Set.of("student")).getFirst();
      var teacher = truth.holding(Set.of("teacher")).getFirst();
      fixture.clever.apply(
          new RosterChange.RenameUser(student, "Zanzibarella", "Quillfeather\u0000"),
          new RosterChange.RenameUser(teacher, "Thistlewick", "Oddfellowes"),
          new RosterChange.ChangeEmail(student, "not an address, Zanzibarella"));
      canaries.addAll(List.of("Zanzibarella", "Quillfeather", "Thistlewick", "Oddfellowes"));
      var _ = fixture.run(SyncMode.SYNC_MODE_FULL);
      fixture.clever.apply(new RosterChange.WithdrawUser(student));
      fixture.sync();
      truth
          .users()
          .forEach((id, user) -> {
            canaries.add(id);
            Stream.of(user.path("email").asString(""))
                .filter(text -> text.length() > 5)
                .forEach(canaries::add);
          });
      canaries.add(fixture.clever.token());
      var issuer = fixture.server.issuer();
      var district = fixture.clever.districtId();
      var tokens =
          List.of(
              issuer.token(TestServer.APP),
              issuer.idToken(district, teacher),
              issuer.idToken(district, student),
              issuer.forged(TestServer.APP),
              issuer.idToken("0123456789abcdef01234567", teacher));
      for (var token : tokens) {
        canaries.add(token);
        canaries.add(token.substring(token.lastIndexOf('.')));
        probe(fixture, TestServer.bearer(token), student);
        probe(fixture, TestServer.bearer(token), teacher);
      }
      assertThat(refusals).hasSizeGreaterThan(10);
      assertThat(written.toString(UTF_8)).contains("run");

      assertThat(found(canaries)).isEmpty();
    }
  }

  /** Calls of which most are refused. */
  private void probe(RosterFixture fixture, CallCredentials token, String user) {
    var roster =
        RosterServiceGrpc.newBlockingStub(fixture.server.channel()).withCallCredentials(token);
    var name = fixture.district + "/users/" + user;
    refused(() -> roster.getUser(GetUserRequest.newBuilder().setName(name).build()));
    refused(() -> roster.getUser(GetUserRequest.newBuilder().setName(name + "/x").build()));
    refused(() -> roster.getSection(GetSectionRequest.newBuilder().setName(name).build()));
    refused(() ->
        roster.getSection(
            GetSectionRequest.newBuilder()
                .setName(fixture.district + "/sections/" + user)
                .setAsOf(AsOf.newBuilder().setRevision(99))
                .build()));
    refused(() ->
        roster.listUsers(
            ListUsersRequest.newBuilder().setParent(fixture.district).setPageToken(user).build()));
  }

  private void refused(Runnable call) {
    try {
      call.run();
    } catch (StatusRuntimeException refused) {
      refusals.add(refused + " " + refused.getTrailers());
    }
  }

  private Set<String> found(Set<String> canaries) {
    var text = written.toString(UTF_8) + String.join("\n", refusals);
    var found = new TreeSet<String>();
    canaries.stream().filter(text::contains).forEach(found::add);
    return found;
  }
}
