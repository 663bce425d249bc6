package dev.homeroom.server;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.clever.http.CleverVersion;
import dev.homeroom.server.access.Limits;
import dev.homeroom.server.credential.Keyset;
import dev.homeroom.server.db.TestPostgres;
import dev.homeroom.testing.Eventually;
import dev.homeroom.testing.TestCertificate;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.DistrictServiceGrpc;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.DistrictState;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials on their way. */
final class TlsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private static Path folder;

  private final TestIssuer issuer = TestIssuer.start();

  @SuppressWarnings("NullAway.Init")
  private static ServerConfig.Tls tls;

  @SuppressWarnings("NullAway.Init")
  private static ServerConfig.Tls next;

  @BeforeAll
  static void makeCertificates() throws Exception {
    tls = TestServer.tls(TestCertificate.make(folder.resolve("first")));
    next = TestServer.tls(TestCertificate.make(folder.resolve("next")));
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void a_server_with_a_certificate_answers_those_who_trust_it_and_nobody_in_clear()
      throws Exception {
    var trust =
        TlsChannelCredentials.newBuilder().trustManager(tls.certificates().toFile()).build();
    try (var server = start(InetAddress.getLoopbackAddress(), Optional.of(tls))) {
      assertThat(apply(server.address(), trust).getName()).endsWith("/state");
      assertThatThrownBy(() -> apply(server.address(), InsecureChannelCredentials.create()))
          .hasMessageContaining("UNAVAILABLE");
    }
  }

  @Test
  void where_callers_need_a_certificate_a_token_alone_opens_nothing() throws Exception {
    var certificate = tls.certificates().toFile();
    var mutual =
        new ServerConfig.Tls(tls.certificates(), tls.key(), Optional.of(tls.certificates()));
    var stranger = TlsChannelCredentials.newBuilder().trustManager(certificate);
    var known =
        TlsChannelCredentials.newBuilder()
            .trustManager(certificate)
            .keyManager(certificate, tls.key().toFile());
    try (var server = start(InetAddress.getLoopbackAddress(), Optional.of(mutual))) {
      assertThat(apply(server.address(), known.build()).getName()).endsWith("/state");
      assertThatThrownBy(() -> apply(server.address(), stranger.build()))
          .hasMessageContaining("UNAVAILABLE");
    }
  }

  @Test
  void new_certificates_hold_without_a_restart_and_the_old_ones_no_more() throws Exception {
    var mounted = Files.createDirectory(folder.resolve("mounted"));
    var files =
        new ServerConfig.Tls(
            mounted.resolve("tls.crt"),
            mounted.resolve("tls.key"),
            Optional.of(mounted.resolve("ca.crt")));
    replace(tls, files);
    try (var server = start(InetAddress.getLoopbackAddress(), Optional.of(files))) {
      assertThat(apply(server.address(), mutual(tls, tls)).getName()).endsWith("/state");

      replace(next, files);
      Eventually.see(() -> served(server.address(), mutual(next, next)), served -> served);

      assertThat(served(server.address(), mutual(tls, next)))
          .as("to somebody who trusts the old certificate")
          .isFalse();
      assertThat(served(server.address(), mutual(next, tls)))
          .as("to somebody with a certificate of the old authority")
          .isFalse();
    }
  }

  @Test
  void a_district_is_not_declared_in_clear_from_another_machine() throws Exception {
    var outside =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
            .findFirst();
    assertThat(outside).as("an address of this machine that is not loopback").isPresent();
    try (var server = start(outside.get(), Optional.empty())) {
      var refused = Refused.by(() -> apply(server.address(), InsecureChannelCredentials.create()));
      assertThat(refused.reason()).isEqualTo("TLS_REQUIRED");
    }
  }

  @Test
  void files_that_are_no_certificate_or_no_pair_are_told_with_their_keys() throws Exception {
    var garbage = Files.writeString(folder.resolve("garbage"), "garbage");

    assertUnusable(new ServerConfig.Tls(garbage, garbage, Optional.empty()));
    assertUnusable(new ServerConfig.Tls(tls.certificates(), next.key(), Optional.empty()));
    assertUnusable(new ServerConfig.Tls(tls.certificates(), tls.key(), Optional.of(garbage)));
  }

  private void assertUnusable(ServerConfig.Tls files) {
    assertThatThrownBy(() -> start(InetAddress.getLoopbackAddress(), Optional.of(files)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("HOMEROOM_TLS_CERT_FILE")
        .message()
        .hasLineCount(1);
  }

  private static void replace(ServerConfig.Tls by, ServerConfig.Tls files) throws IOException {
    Files.copy(by.certificates(), files.certificates(), REPLACE_EXISTING);
    Files.copy(by.key(), files.key(), REPLACE_EXISTING);
    Files.copy(by.certificates(), files.clients().orElseThrow(), REPLACE_EXISTING);
  }

  private static ChannelCredentials mutual(ServerConfig.Tls trusted, ServerConfig.Tls own) {
    try {
      return TlsChannelCredentials.newBuilder()
          .trustManager(trusted.certificates().toFile())
          .keyManager(own.certificates().toFile(), own.key().toFile())
          .build();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private boolean served(InetSocketAddress address, ChannelCredentials credentials) {
    try {
      return apply(address, credentials).getName().endsWith("/state");
    } catch (StatusRuntimeException refused) {
      assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      return false;
    }
  }

  private HomeroomServer start(InetAddress host, Optional<ServerConfig.Tls> certificate)
      throws IOException {
    var clever = URI.create("http://127.0.0.1:1");
    var server =
        HomeroomServer.start(
            new ServerConfig(
                new InetSocketAddress(host, 0),
                certificate,
                TestPostgres.newDatabase(),
                new ServerConfig.CleverSettings(
                    clever, clever, CleverVersion.V3_1, Optional.empty()),
                Files.writeString(folder.resolve("keyset.json"), Keyset.generate()),
                Files.writeString(folder.resolve("access.yaml"), TestServer.accessFile(issuer)),
                Optional.empty(),
                Duration.ofSeconds(5),
                8,
                Duration.ofDays(90),
                Duration.ofHours(24),
                Duration.ofSeconds(1),
                ServerConfig.History.USUAL,
                Limits.USUAL,
                Duration.ofDays(14),
                ConnectionLimits.USUAL,
                ServerConfig.SecretPaths.NONE),
            Clock.systemUTC());
    server.ready().orTimeout(30, TimeUnit.SECONDS).join();
    return server;
  }

  private DistrictState apply(InetSocketAddress address, ChannelCredentials credentials) {
    var channel = NettyChannelBuilder.forAddress(address, credentials).build();
    try {
      return DistrictServiceGrpc.newBlockingStub(channel)
          .withCallCredentials(TestServer.bearer(issuer.token(TestServer.OPERATOR)))
          .withDeadlineAfter(Duration.ofSeconds(20))
          .applyDistrict(
              ApplyDistrictRequest.newBuilder()
                  .setName("districts/00000000000000000000000a")
                  .setSpec(
                      DistrictSpec.newBuilder()
                          .setSharing(
                              Sharing.newBuilder().setType(SharingType.SHARING_TYPE_DISTRICT))
                          .setSuspend(true))
                  .build());
    } finally {
      channel.shutdownNow();
    }
  }
}
