package dev.homeroom.cli.client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.v1.District;
import dev.homeroom.v1.ExplainServiceGrpc;
import dev.homeroom.v1.GetDistrictRequest;
import dev.homeroom.v1.RosterServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the contract advises clients, as gRPC understands it. */
final class ServiceConfigTest {
  @Test
  void a_server_that_is_away_for_a_moment_is_asked_again() {
    var tries = new AtomicInteger();
    try (var server = FakeServer.serving(failing(tries, Status.UNAVAILABLE, 2))) {
      var found =
          RosterServiceGrpc.newBlockingStub(server.connection().anonymous())
              .getDistrict(GetDistrictRequest.getDefaultInstance());

      assertThat(found.getName()).isEqualTo("districts/1");
      assertThat(tries).hasValue(3);
    }
  }

  @Test
  void what_a_server_refuses_is_not_asked_again() {
    var tries = new AtomicInteger();
    try (var server = FakeServer.serving(failing(tries, Status.RESOURCE_EXHAUSTED, 1))) {
      var stub = RosterServiceGrpc.newBlockingStub(server.connection().anonymous());

      assertThatThrownBy(() -> stub.getDistrict(GetDistrictRequest.getDefaultInstance()))
          .isInstanceOf(StatusRuntimeException.class);
      assertThat(tries).hasValue(1);
    }
  }

  @Test
  void every_read_has_a_timeout_and_no_stream_has_one() {
    Stream.of(RosterServiceGrpc.getServiceDescriptor(), ExplainServiceGrpc.getServiceDescriptor())
        .flatMap(service -> service.getMethods().stream())
        .forEach(method ->
            assertThat(of(method).containsKey("timeout"))
                .as(method.getFullMethodName())
                .isEqualTo(method.getType() == MethodDescriptor.MethodType.UNARY));
  }

  private static RosterServiceGrpc.RosterServiceImplBase failing(
      AtomicInteger tries, Status status, int times) {
    return new RosterServiceGrpc.RosterServiceImplBase() {
      @Override
      public void getDistrict(GetDistrictRequest request, StreamObserver<District> observer) {
        if (tries.incrementAndGet() <= times) {
          observer.onError(status.asRuntimeException());
        } else {
          observer.onNext(District.newBuilder().setName("districts/1").build());
          observer.onCompleted();
        }
      }
    };
  }

  /** What holds for a method: what names it, else what names its service. */
  private static Map<?, ?> of(MethodDescriptor<?, ?> method) {
    var service = String.valueOf(method.getServiceName());
    var own = Map.of("service", service, "method", String.valueOf(method.getBareMethodName()));
    return Stream.of(own, Map.of("service", service))
        .flatMap(name -> configs().stream().filter(each -> names(each).contains(name)))
        .findFirst()
        .orElseThrow();
  }

  private static List<Map<?, ?>> configs() {
    return ((List<?>) requireNonNull(ServiceConfig.ofContract().get("methodConfig")))
        .stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList();
  }

  private static List<?> names(Map<?, ?> config) {
    return (List<?>) requireNonNull(config.get("name"));
  }
}
