package dev.homeroom.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.Refused;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.DatabaseUnavailableException;
import dev.homeroom.server.db.StatementTimeoutException;
import dev.homeroom.v1.District;
import dev.homeroom.v1.ErrorReason;
import dev.homeroom.v1.GetDistrictRequest;
import dev.homeroom.v1.RosterServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a client sees of what a service throws. */
final class RefusalInterceptorTest {
  private static final CleverId DISTRICT = CleverId.of("00000000000000000000000a");

  private volatile RuntimeException thrown = new IllegalStateException();

  @SuppressWarnings("NullAway.Init")
  private Server server;

  @SuppressWarnings("NullAway.Init")
  private ManagedChannel channel;

  @BeforeEach
  void start() throws IOException {
    var service =
        new RosterServiceGrpc.RosterServiceImplBase() {
          @Override
          public void getDistrict(GetDistrictRequest request, StreamObserver<District> observer) {
            if (request.getName().isEmpty()) {
              throw thrown;
            }
            observer.onError(thrown);
          }
        };
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(service)
            .intercept(new RefusalInterceptor())
            .build()
            .start();
    channel =
        NettyChannelBuilder.forAddress(server.getListenSockets().getFirst()).usePlaintext().build();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void a_failure_that_nobody_explains_is_internal_with_an_id_and_nothing_of_its_message() {
    thrown = new IllegalArgumentException("student Ada Lovelace");

    var refused = call("");

    assertThat(refused.code()).isEqualTo(Status.Code.INTERNAL);
    assertThat(refused.reason()).isEqualTo("UNEXPECTED");
    assertThat(refused.metadata().get("errorId")).hasSize(36);
    assertThat(refused.message())
        .doesNotContain("Ada")
        .contains(String.valueOf(refused.metadata().get("errorId")));
  }

  @Test
  void a_lost_database_is_unavailable_and_worth_a_retry() {
    thrown = new DatabaseUnavailableException("Postgres does not answer");

    var refused = call("");

    assertThat(refused.code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(refused.reason()).isEqualTo("DATABASE_UNAVAILABLE");
    assertThat(refused.retryable()).isTrue();
  }

  @Test
  void a_statement_that_took_too_long_exceeds_the_deadline() {
    thrown = new StatementTimeoutException("too long", new IllegalStateException());

    assertThat(call("").code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
  }

  @Test
  void what_a_service_gives_to_the_observer_is_told_the_same_way() {
    thrown = new Refusal.DistrictNotFound(DISTRICT).exception();

    assertThat(call("x")).isEqualTo(call(""));
  }

  @TestFactory
  Stream<DynamicTest> every_reason_is_told_with_the_code_of_the_contract() {
    return Stream.of(
            row(new Refusal.TokenMissing(), Status.Code.UNAUTHENTICATED),
            row(new Refusal.TokenRejected("it is old."), Status.Code.UNAUTHENTICATED),
            row(new Refusal.IssuerUnavailable("https://id.test"), Status.Code.UNAVAILABLE),
            row(new Refusal.RoleMissing("a/b", new TreeSet<>()), Status.Code.PERMISSION_DENIED),
            row(new Refusal.InvalidField("name", "must be"), Status.Code.INVALID_ARGUMENT),
            row(new Refusal.PageTokenInvalid(), Status.Code.INVALID_ARGUMENT),
            row(new Refusal.UserNotInRoster(), Status.Code.PERMISSION_DENIED),
            row(new Refusal.FieldNotGranted("as_of"), Status.Code.PERMISSION_DENIED),
            row(new Refusal.GrantNotWhole(DISTRICT), Status.Code.PERMISSION_DENIED),
            row(
                new Refusal.PlanNotReadable(
                    new ResourceNames.PlanName(DISTRICT, UUID.randomUUID())),
                Status.Code.PERMISSION_DENIED),
            row(new Refusal.DistrictNotFound(DISTRICT), Status.Code.NOT_FOUND),
            row(Refusal.DistrictEnded.forReaders(DISTRICT), Status.Code.FAILED_PRECONDITION),
            row(
                new Refusal.RecordNotFound(DISTRICT, "terms", Optional.empty()),
                Status.Code.NOT_FOUND),
            row(
                new Refusal.SyncRunNotFound(
                    new ResourceNames.SyncRunName(DISTRICT, UUID.randomUUID())),
                Status.Code.NOT_FOUND),
            row(
                new Refusal.DistrictOwned(DISTRICT, "x", Optional.of("y")),
                Status.Code.FAILED_PRECONDITION),
            row(
                new Refusal.DistrictReserved(DISTRICT, Instant.EPOCH),
                Status.Code.FAILED_PRECONDITION),
            row(new Refusal.TokenNotProven(DISTRICT, "no"), Status.Code.FAILED_PRECONDITION),
            row(new Refusal.TokenRequired(DISTRICT), Status.Code.PERMISSION_DENIED),
            row(
                new Refusal.AutomaticConfirmationNotGranted(DISTRICT),
                Status.Code.PERMISSION_DENIED),
            row(new Refusal.CleverUnavailable(), Status.Code.UNAVAILABLE),
            row(new Refusal.DistrictSuspended(DISTRICT), Status.Code.FAILED_PRECONDITION),
            row(new Refusal.TlsRequired(), Status.Code.FAILED_PRECONDITION),
            row(new Refusal.DatabaseUnavailable(), Status.Code.UNAVAILABLE),
            row(new Refusal.Unexpected("1"), Status.Code.INTERNAL),
            row(new Refusal.HistoryTrimmed(DISTRICT, 7), Status.Code.OUT_OF_RANGE),
            row(new Refusal.RevisionInFuture(DISTRICT, 7), Status.Code.INVALID_ARGUMENT),
            row(new Refusal.ResumeTokenInvalid(), Status.Code.INVALID_ARGUMENT),
            row(new Refusal.AccessEnded("It has expired."), Status.Code.ABORTED),
            row(new Refusal.ReaderTooSlow(Duration.ofSeconds(9)), Status.Code.RESOURCE_EXHAUSTED),
            row(new Refusal.AnswerTooLarge(), Status.Code.RESOURCE_EXHAUSTED),
            row(new Refusal.MetadataTooLarge(20_000), Status.Code.RESOURCE_EXHAUSTED),
            row(
                new Refusal.RequestTooLarge(OptionalLong.of(2_000_000)),
                Status.Code.RESOURCE_EXHAUSTED),
            row(new Refusal.RequestMalformed(), Status.Code.INVALID_ARGUMENT),
            row(new Refusal.MethodUnknown(), Status.Code.UNIMPLEMENTED),
            row(
                new Refusal.TooManyCalls("calls at once", 7, Duration.ofSeconds(1)),
                Status.Code.RESOURCE_EXHAUSTED),
            row(new Refusal.RequestIdReused(), Status.Code.ALREADY_EXISTS),
            row(new Refusal.RedirectUriNotListed(), Status.Code.PERMISSION_DENIED),
            row(new Refusal.LoginStateMissing(), Status.Code.FAILED_PRECONDITION),
            row(new Refusal.LoginStateInvalid(), Status.Code.INVALID_ARGUMENT),
            row(new Refusal.LoginSecretWrong(), Status.Code.PERMISSION_DENIED),
            row(new Refusal.LoginExpired(), Status.Code.FAILED_PRECONDITION),
            row(new Refusal.LoginCodeRejected(), Status.Code.FAILED_PRECONDITION),
            row(new Refusal.LoginUnproven(), Status.Code.FAILED_PRECONDITION),
            row(new Refusal.SignInNotConfigured(), Status.Code.FAILED_PRECONDITION),
            row(new Refusal.SignInUnavailable(), Status.Code.UNAVAILABLE),
            row(new Refusal.ShuttingDown(), Status.Code.UNAVAILABLE))
        .map(row ->
            DynamicTest.dynamicTest(
                row.refusal().reason().name(),
                () -> {
                  thrown = row.refusal().exception();
                  var refused = call("");
                  assertThat(refused.code()).isEqualTo(row.code());
                  assertThat("ERROR_REASON_" + refused.reason())
                      .isEqualTo(row.refusal().reason().name());
                  assertThat(refused.message()).isEqualTo(row.refusal().sentence());
                  assertThat(refused.retryable()).isEqualTo(row.refusal().retryAfter().isPresent());
                }));
  }

  @Test
  void every_reason_of_the_contract_has_a_refusal() {
    var told = Refusal.class.getPermittedSubclasses();

    assertThat(told).hasSize(ErrorReason.values().length - 2);
  }

  private record Row(Refusal refusal, Status.Code code) {}

  private static Row row(Refusal refusal, Status.Code code) {
    return new Row(refusal, code);
  }

  private Refused call(String name) {
    return Refused.by(() ->
        RosterServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(Duration.ofSeconds(20))
            .getDistrict(GetDistrictRequest.newBuilder().setName(name).build()));
  }
}
