package dev.homeroom.server;

import static dev.homeroom.server.TestServer.bearer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.v1.AccessProto;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.DistrictServiceGrpc;
import dev.homeroom.v1.ExplainServiceGrpc;
import dev.homeroom.v1.IdentityServiceGrpc;
import dev.homeroom.v1.ListDistrictsRequest;
import dev.homeroom.v1.PlanServiceGrpc;
import dev.homeroom.v1.RosterServiceGrpc;
import dev.homeroom.v1.SharingServiceGrpc;
import dev.homeroom.v1.SyncServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who is let in, seen from a client. */
final class CallersTest {
  @SuppressWarnings("NullAway.Init")
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_call_without_a_token_is_told_how_to_send_one() {
    var refused =
        Refused.by(() ->
            RosterServiceGrpc.newBlockingStub(server.channel())
                .listDistricts(ListDistrictsRequest.getDefaultInstance()));

    assertThat(refused.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(refused.reason()).isEqualTo("TOKEN_MISSING");
    assertThat(refused.message()).contains("authorization: Bearer");
  }

  @Test
  void a_good_token_of_a_granted_subject_is_let_in() {
    assertThat(
            server.roster(TestServer.APP).listDistricts(ListDistrictsRequest.getDefaultInstance()))
        .isNotNull();
  }

  @TestFactory
  Stream<DynamicTest> a_token_is_rejected() {
    var issuer = server.issuer();
    var now = Instant.now();
    return Stream.of(
        rejected("that is no token", "abc"),
        rejected("that is empty", ""),
        rejected("of another audience", issuer.token(claims -> claims.audience("other"))),
        rejected("without an audience", issuer.token(claims -> claims.audience(List.of()))),
        rejected("of an unknown issuer", issuer.token(claims -> claims.issuer("https://x.test"))),
        rejected(
            "that has expired",
            issuer.token(claims -> claims.expirationTime(Date.from(now.minusSeconds(31))))),
        rejected("that never expires", issuer.token(claims -> claims.expirationTime(null))),
        rejected(
            "that is not valid yet",
            issuer.token(claims -> claims.notBeforeTime(Date.from(now.plusSeconds(300))))),
        rejected("without a subject", issuer.token(claims -> claims.subject(null))),
        rejected("that nobody signed", issuer.unsigned(TestServer.APP)),
        rejected("signed with a shared secret", issuer.confused(TestServer.APP)),
        rejected("signed with another key", issuer.forged(TestServer.APP)),
        rejected("signed with another key, again", issuer.forged(TestServer.APP)));
  }

  @Test
  void a_token_that_expired_within_the_skew_of_clocks_is_let_in() {
    var token =
        server
            .issuer()
            .token(claims ->
                claims
                    .subject(TestServer.APP)
                    .expirationTime(Date.from(Instant.now().minusSeconds(5))));

    assertThat(list(token)).isNotNull();
  }

  @Test
  void a_subject_without_a_grant_is_told_which_roles_would_do() {
    var refused = Refused.by(() -> list(server.issuer().token("somebody")));

    assertThat(refused.code()).isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(refused.reason()).isEqualTo("ROLE_MISSING");
    assertThat(refused.metadata())
        .containsEntry("roles", "app,district_admin,reviewer,staff,student,teacher");
    assertThat(refused.message()).doesNotContain("somebody");
  }

  @TestFactory
  Stream<DynamicTest> a_method_is_open_to_the_roles_of_its_option_and_no_others() {
    var roles =
        List.of(
            CallerRole.CALLER_ROLE_APP,
            CallerRole.CALLER_ROLE_REVIEWER,
            CallerRole.CALLER_ROLE_OPERATOR);
    return Stream.of(
            RosterServiceGrpc.getServiceDescriptor(),
            SyncServiceGrpc.getServiceDescriptor(),
            PlanServiceGrpc.getServiceDescriptor(),
            ExplainServiceGrpc.getServiceDescriptor(),
            SharingServiceGrpc.getServiceDescriptor(),
            DistrictServiceGrpc.getServiceDescriptor(),
            IdentityServiceGrpc.getServiceDescriptor())
        .map(ServiceDescriptor::getMethods)
        .flatMap(methods -> methods.stream())
        .flatMap(method ->
            roles.stream()
                .map(role ->
                    DynamicTest.dynamicTest(
                        method.getFullMethodName() + " " + role,
                        () ->
                            assertThat(code(method, role) != Status.Code.PERMISSION_DENIED)
                                .isEqualTo(declared(method).contains(role)))));
  }

  @Test
  void health_is_told_to_everybody_for_the_server_and_each_service() {
    var health = HealthGrpc.newBlockingStub(server.channel());
    for (var service : List.of("", "homeroom.v1.RosterService", "homeroom.v1.SyncService")) {
      var answer = health.check(HealthCheckRequest.newBuilder().setService(service).build());
      assertThat(answer.getStatus()).isEqualTo(ServingStatus.SERVING);
    }
  }

  @Test
  void methods_are_told_to_everybody() {
    var answers =
        ClientCalls.blockingServerStreamingCall(
            server.channel(),
            listing(),
            CallOptions.DEFAULT.withDeadlineAfter(Duration.ofSeconds(10)),
            ServerReflectionRequest.newBuilder().setListServices("").build());

    assertThat(answers.next().getListServicesResponse().getServiceList())
        .extracting(service -> service.getName())
        .contains(
            "homeroom.v1.RosterService", "homeroom.v1.SyncService", "homeroom.v1.DistrictService");
  }

  private static MethodDescriptor<
          ServerReflectionRequest, io.grpc.reflection.v1.ServerReflectionResponse>
      listing() {
    return ServerReflectionGrpc.getServerReflectionInfoMethod().toBuilder()
        .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
        .build();
  }

  private static DynamicTest rejected(String which, String token) {
    return DynamicTest.dynamicTest(
        which,
        () -> {
          var refused = Refused.by(() -> list(token));
          assertThat(refused.code()).isEqualTo(Status.Code.UNAUTHENTICATED);
          assertThat(refused.reason()).isEqualTo("TOKEN_REJECTED");
        });
  }

  private static Object list(String token) {
    return RosterServiceGrpc.newBlockingStub(server.channel())
        .withCallCredentials(bearer(token))
        .listDistricts(ListDistrictsRequest.getDefaultInstance());
  }

  private static List<CallerRole> declared(MethodDescriptor<?, ?> method) {
    var schema = (ProtoMethodDescriptorSupplier) method.getSchemaDescriptor();
    assertThat(schema).isNotNull();
    return schema
        .getMethodDescriptor()
        .getOptions()
        .getExtension(AccessProto.access)
        .getRolesList();
  }

  /** What an empty request of the role leads to. */
  private static <Q, A> Status.Code code(MethodDescriptor<Q, A> method, CallerRole role) {
    var subject = role.name().substring("CALLER_ROLE_".length()).toLowerCase(Locale.ROOT);
    var options =
        CallOptions.DEFAULT
            .withCallCredentials(bearer(server.issuer().token(subject)))
            .withDeadlineAfter(Duration.ofSeconds(10));
    ManagedChannel channel = server.channel();
    var request = method.parseRequest(new ByteArrayInputStream(new byte[0]));
    try {
      ClientCalls.blockingServerStreamingCall(channel, method, options, request).next();
      return Status.Code.OK;
    } catch (StatusRuntimeException refused) {
      return refused.getStatus().getCode();
    }
  }
}
