package dev.homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.access.Limits;
import dev.homeroom.testing.Eventually;
import dev.homeroom.testing.RunningClock;
import dev.homeroom.v1.District;
import dev.homeroom.v1.DistrictServiceGrpc;
import dev.homeroom.v1.GetDistrictRequest;
import dev.homeroom.v1.ListDistrictsRequest;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.WatchDistrictStatesRequest;
import dev.homeroom.v1.WatchDistrictStatesResponse;
import io.grpc.ClientInterceptors;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much a caller may ask, seen from a client. */
final class LimitsTest {
  private static final ListDistrictsRequest LIST = ListDistrictsRequest.getDefaultInstance();

  @SuppressWarnings("NullAway.Init")
  private TestServer server;

  @SuppressWarnings("NullAway.Init")
  private RunningClock clock;

  @BeforeEach
  void start() {
    clock = new RunningClock(Instant.now());
    server = TestServer.start(new Limits(10, 2, 2), clock);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void who_calls_too_often_is_told_to_wait_and_let_in_again() {
    var app = server.roster(TestServer.APP);
    assertThat(app.listDistricts(LIST)).isNotNull();
    assertThat(app.listDistricts(LIST)).isNotNull();

    var refused = Refused.by(() -> app.listDistricts(LIST));

    assertThat(refused.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refused.reason()).isEqualTo("TOO_MANY_CALLS");
    assertThat(refused.metadata()).containsEntry("limit", "calls a minute");
    assertThat(refused.retryable()).isTrue();
    assertThat(server.roster(TestServer.REVIEWER).listDistricts(LIST))
        .as("another caller")
        .isNotNull();
    forward(Duration.ofSeconds(30));
    assertThat(app.listDistricts(LIST)).isNotNull();
    assertThat(Refused.by(() -> app.listDistricts(LIST)).reason()).isEqualTo("TOO_MANY_CALLS");
  }

  @Test
  void a_stream_too_many_is_refused_until_another_one_ends() {
    var first = Context.current().withCancellation();
    var second = Context.current().withCancellation();
    first.run(this::watch);
    second.run(this::watch);

    var refused = Refused.by(() -> watch().hasNext());

    assertThat(refused.reason()).isEqualTo("TOO_MANY_CALLS");
    assertThat(refused.metadata())
        .containsEntry("limit", "streams at once")
        .containsEntry("most", "2");
    first.cancel(null);
    forward(Duration.ofMinutes(1));
    Eventually.see(this::mayWatch, can -> can);
    second.cancel(null);
  }

  private void forward(Duration time) {
    clock.set(clock.instant().plus(time));
  }

  private boolean mayWatch() {
    forward(Duration.ofMinutes(1));
    var call = Context.current().withCancellation();
    try {
      return call.call(() -> watch().hasNext());
    } catch (StatusRuntimeException refused) {
      return false;
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    } finally {
      call.cancel(null);
    }
  }

  /** A stream that has begun, or was refused. */
  private Iterator<WatchDistrictStatesResponse> watch() {
    var answers =
        DistrictServiceGrpc.newBlockingStub(server.channel())
            .withCallCredentials(TestServer.bearer(server.issuer().token(TestServer.OPERATOR)))
            .watchDistrictStates(WatchDistrictStatesRequest.getDefaultInstance());
    var _ = answers.hasNext();
    return answers;
  }

  @Test
  void a_call_with_too_much_metadata_is_told_so() {
    var headers = new Metadata();
    headers.put(
        Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
        "Bearer " + "x".repeat(32 << 10));

    var refused = Refused.by(() -> with(headers).listDistricts(LIST));

    assertThat(refused.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refused.reason()).isEqualTo("METADATA_TOO_LARGE");
  }

  @Test
  void a_request_that_is_too_large_is_told_so() {
    var refused = Refused.by(() -> ask(2 << 20));

    assertThat(refused.code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(refused.reason()).isEqualTo("REQUEST_TOO_LARGE");
    var cut = Refused.by(() -> ask(5 << 20));
    assertThat(cut.code()).as("more than is read").isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(cut.reason()).isEqualTo("REQUEST_TOO_LARGE");
  }

  private District ask(int characters) {
    var request = GetDistrictRequest.newBuilder().setName("x".repeat(characters)).build();
    return server.roster(TestServer.APP).getDistrict(request);
  }

  private RosterServiceGrpc.RosterServiceBlockingStub with(Metadata headers) {
    return RosterServiceGrpc.newBlockingStub(
            ClientInterceptors.intercept(
                server.channel(), MetadataUtils.newAttachHeadersInterceptor(headers)))
        .withDeadlineAfter(Duration.ofSeconds(30));
  }
}
