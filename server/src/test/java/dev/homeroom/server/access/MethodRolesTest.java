package dev.homeroom.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.v1.RosterServiceGrpc;
import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.protobuf.services.ChannelzService;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What keeps a method closed. */
final class MethodRolesTest {
  @Test
  void a_method_that_declares_no_role_keeps_the_server_from_starting() {
    var undeclared = ChannelzService.newInstance(10).bindService();

    assertThatThrownBy(() -> new MethodRoles(List.of(undeclared)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("grpc.channelz.v1.Channelz/")
        .hasMessageContaining("declares no roles");
  }

  @Test
  void a_method_of_a_service_that_was_not_told_is_open_to_nobody() {
    var roles =
        new MethodRoles(List.of(new RosterServiceGrpc.RosterServiceImplBase() {}.bindService()));

    assertThat(roles.of("homeroom.v1.RosterService/GetSchool")).hasSize(6);
    assertThat(roles.of("homeroom.v1.Other/Get")).isEmpty();
    assertThat(roles.open("homeroom.v1.Other/Get")).isFalse();
  }

  @Test
  void a_connection_is_confidential_on_this_machine_only_without_tls() {
    assertThat(Connection.of(from("127.0.0.1")).confidential()).isTrue();
    assertThat(Connection.of(from("192.0.2.7")).confidential()).isFalse();
    assertThat(Connection.of(Attributes.EMPTY).confidential()).isFalse();
  }

  private static Attributes from(String host) {
    return Attributes.newBuilder()
        .set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, new InetSocketAddress(host, 1))
        .build();
  }
}
