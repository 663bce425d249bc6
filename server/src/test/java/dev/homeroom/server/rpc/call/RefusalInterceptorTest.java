package dev.homeroom.server.rpc.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.Refused;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.db.failure.DatabaseUnavailableException;
import dev.homeroom.server.db.failure.StatementTimeoutException;
import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.RequestRefusals;
import dev.homeroom.server.rpc.ResourceRefusals;
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
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
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
    thrown = ResourceRefusals.districtNotFound(DISTRICT);

    assertThat(call("x")).isEqualTo(call(""));
  }

  @TestFactory
  Stream<DynamicTest> every_reason_has_the_code_of_the_contract() {
    return codes().entrySet().stream()
        .map(each ->
            DynamicTest.dynamicTest(
                each.getKey().name(),
                () -> {
                  var refusal = Refusal.of(each.getKey(), "A sentence.");
                  thrown = refusal.exception();
                  var refused = call("");
                  assertThat(refused.code()).isEqualTo(each.getValue());
                  assertThat("ERROR_REASON_" + refused.reason()).isEqualTo(each.getKey().name());
                  assertThat(refused.message()).isEqualTo("A sentence.");
                  assertThat(refused.retryable())
                      .isEqualTo(each.getValue() == Status.Code.UNAVAILABLE);
                }));
  }

  @Test
  void the_codes_of_all_reasons_are_listed_here() {
    assertThat(codes().keySet())
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(
                EnumSet.of(ErrorReason.ERROR_REASON_UNSPECIFIED, ErrorReason.UNRECOGNIZED)));
  }

  @Test
  void a_refusal_names_its_own_delay() {
    thrown = RequestRefusals.tooManyCalls("calls at once", 7, Duration.ofSeconds(1));

    var refused = call("");

    assertThat(refused.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refused.retryable()).isTrue();
    assertThat(refused.metadata())
        .containsEntry("limit", "calls at once")
        .containsEntry("most", "7");
  }

  private static Map<ErrorReason, Status.Code> codes() {
    var codes = new EnumMap<Status.Code, List<ErrorReason>>(Status.Code.class);
    codes.put(
        Status.Code.UNAUTHENTICATED,
        List.of(ErrorReason.ERROR_REASON_TOKEN_MISSING, ErrorReason.ERROR_REASON_TOKEN_REJECTED));
    codes.put(
        Status.Code.PERMISSION_DENIED,
        List.of(
            ErrorReason.ERROR_REASON_ROLE_MISSING,
            ErrorReason.ERROR_REASON_USER_NOT_IN_ROSTER,
            ErrorReason.ERROR_REASON_FIELD_NOT_GRANTED,
            ErrorReason.ERROR_REASON_GRANT_NOT_WHOLE,
            ErrorReason.ERROR_REASON_CLEVER_TOKEN_REQUIRED,
            ErrorReason.ERROR_REASON_AUTOMATIC_CONFIRMATION_NOT_GRANTED,
            ErrorReason.ERROR_REASON_LOGIN_SECRET_WRONG,
            ErrorReason.ERROR_REASON_PLAN_NOT_READABLE,
            ErrorReason.ERROR_REASON_REDIRECT_URI_NOT_LISTED));
    codes.put(
        Status.Code.INVALID_ARGUMENT,
        List.of(
            ErrorReason.ERROR_REASON_INVALID_FIELD,
            ErrorReason.ERROR_REASON_LOGIN_STATE_INVALID,
            ErrorReason.ERROR_REASON_PAGE_TOKEN_INVALID,
            ErrorReason.ERROR_REASON_REQUEST_MALFORMED,
            ErrorReason.ERROR_REASON_RESUME_TOKEN_INVALID,
            ErrorReason.ERROR_REASON_REVISION_IN_FUTURE));
    codes.put(
        Status.Code.NOT_FOUND,
        List.of(
            ErrorReason.ERROR_REASON_DISTRICT_NOT_FOUND,
            ErrorReason.ERROR_REASON_PLAN_NOT_FOUND,
            ErrorReason.ERROR_REASON_RECORD_NOT_FOUND,
            ErrorReason.ERROR_REASON_SYNC_RUN_NOT_FOUND));
    codes.put(
        Status.Code.FAILED_PRECONDITION,
        List.of(
            ErrorReason.ERROR_REASON_DISTRICT_ENDED,
            ErrorReason.ERROR_REASON_ROSTER_NOT_ACCEPTED,
            ErrorReason.ERROR_REASON_ROSTER_NOT_SYNCED,
            ErrorReason.ERROR_REASON_ROSTER_CHANGED,
            ErrorReason.ERROR_REASON_ROSTER_ALREADY_ACCEPTED,
            ErrorReason.ERROR_REASON_DISTRICT_OWNED,
            ErrorReason.ERROR_REASON_DISTRICT_RESERVED,
            ErrorReason.ERROR_REASON_CLEVER_TOKEN_NOT_PROVEN,
            ErrorReason.ERROR_REASON_DISTRICT_SUSPENDED,
            ErrorReason.ERROR_REASON_LOGIN_CODE_REJECTED,
            ErrorReason.ERROR_REASON_LOGIN_EXPIRED,
            ErrorReason.ERROR_REASON_LOGIN_STATE_MISSING,
            ErrorReason.ERROR_REASON_LOGIN_UNPROVEN,
            ErrorReason.ERROR_REASON_SIGN_IN_NOT_CONFIGURED,
            ErrorReason.ERROR_REASON_PLAN_DIGEST_MISMATCH,
            ErrorReason.ERROR_REASON_PLAN_ALREADY_APPROVED,
            ErrorReason.ERROR_REASON_PLAN_ALREADY_REJECTED,
            ErrorReason.ERROR_REASON_PLAN_LAPSED,
            ErrorReason.ERROR_REASON_PLAN_SUPERSEDED,
            ErrorReason.ERROR_REASON_SECTIONS_EXPLICIT,
            ErrorReason.ERROR_REASON_SECTION_NOT_LEFT_OUT,
            ErrorReason.ERROR_REASON_SHARE_DIGEST_MISMATCH,
            ErrorReason.ERROR_REASON_SHARE_NOT_COMPUTED,
            ErrorReason.ERROR_REASON_SHARING_CHANGED,
            ErrorReason.ERROR_REASON_SHARING_FROZEN,
            ErrorReason.ERROR_REASON_SHARING_NOT_CONFIRMED,
            ErrorReason.ERROR_REASON_SHARING_OF_NEWER_RELEASE,
            ErrorReason.ERROR_REASON_TLS_REQUIRED,
            ErrorReason.ERROR_REASON_TOO_MANY_SECTIONS,
            ErrorReason.ERROR_REASON_SYNC_RUN_ENDED,
            ErrorReason.ERROR_REASON_SYNC_RUN_APPLIED,
            ErrorReason.ERROR_REASON_SYNC_RUN_ACTIVE));
    codes.put(
        Status.Code.UNAVAILABLE,
        List.of(
            ErrorReason.ERROR_REASON_DATABASE_UNAVAILABLE,
            ErrorReason.ERROR_REASON_CLEVER_UNAVAILABLE,
            ErrorReason.ERROR_REASON_ISSUER_UNAVAILABLE,
            ErrorReason.ERROR_REASON_SIGN_IN_UNAVAILABLE,
            ErrorReason.ERROR_REASON_SHUTTING_DOWN));
    codes.put(Status.Code.OUT_OF_RANGE, List.of(ErrorReason.ERROR_REASON_HISTORY_TRIMMED));
    codes.put(Status.Code.ALREADY_EXISTS, List.of(ErrorReason.ERROR_REASON_REQUEST_ID_REUSED));
    codes.put(
        Status.Code.UNIMPLEMENTED,
        List.of(
            ErrorReason.ERROR_REASON_ENCODING_UNKNOWN, ErrorReason.ERROR_REASON_METHOD_UNKNOWN));
    codes.put(Status.Code.ABORTED, List.of(ErrorReason.ERROR_REASON_ACCESS_ENDED));
    codes.put(
        Status.Code.RESOURCE_EXHAUSTED,
        List.of(
            ErrorReason.ERROR_REASON_ANSWER_TOO_LARGE,
            ErrorReason.ERROR_REASON_METADATA_TOO_LARGE,
            ErrorReason.ERROR_REASON_READER_TOO_SLOW,
            ErrorReason.ERROR_REASON_REQUEST_TOO_LARGE,
            ErrorReason.ERROR_REASON_TOO_MANY_CALLS));
    codes.put(Status.Code.INTERNAL, List.of(ErrorReason.ERROR_REASON_UNEXPECTED));
    var byReason = new EnumMap<ErrorReason, Status.Code>(ErrorReason.class);
    codes.forEach((code, reasons) -> reasons.forEach(reason -> byReason.put(reason, code)));
    return byReason;
  }

  private Refused call(String name) {
    return Refused.by(() ->
        RosterServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(Duration.ofSeconds(20))
            .getDistrict(GetDistrictRequest.newBuilder().setName(name).build()));
  }
}
