package dev.homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.testing.Eventually;
import dev.homeroom.testing.TestCertificate;
import dev.homeroom.v1.IdentityServiceGrpc;
import dev.homeroom.v1.WhoAmIRequest;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificates that an issuer's own is trusted by, in a file that changes. */
final class IssuerFilesTest {
  private static final Metadata.Key<String> IN_FORCE_SINCE =
      Metadata.Key.of("homeroom-in-force-since", Metadata.ASCII_STRING_MARSHALLER);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Test
  void authorities_that_change_are_taken_up_and_a_broken_file_changes_nothing() throws Exception {
    var own = TestCertificate.make(folder.resolve("own"));
    var foreign = TestCertificate.make(folder.resolve("foreign"));
    var authorities = Files.copy(foreign.certificate(), folder.resolve("ca.crt"));
    try (var issuer = TestIssuer.start(own);
        var server =
            TestServer.start(
                Clock.systemUTC(),
                TestServer.accessFile(issuer)
                    .replace(
                        "audience: homeroom",
                        "audience: homeroom, caFile: \"" + authorities + "\""))) {
      assertThat(knows(server, issuer.token("app"))).as("signed by somebody else").isFalse();

      Files.copy(own.certificate(), authorities, StandardCopyOption.REPLACE_EXISTING);
      Eventually.see(() -> knows(server, issuer.token("app")), known -> known);

      Files.writeString(authorities, "-----BEGIN CERTIFICATE-----\n");
      Eventually.see(() -> health(server).status(), ServingStatus.NOT_SERVING::equals);
      assertThat(Instant.parse(health(server).inForceSince())).isBefore(Instant.now());
      assertThat(knows(server, issuer.token("app"))).isTrue();
    }
  }

  private record Health(ServingStatus status, String inForceSince) {}

  private static Health health(TestServer server) {
    var headers = new AtomicReference<>(new Metadata());
    var answer =
        HealthGrpc.newBlockingStub(server.channel())
            .withInterceptors(
                MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()))
            .check(HealthCheckRequest.newBuilder().setService("homeroom.files.issuers").build());
    return new Health(
        answer.getStatus(), Objects.requireNonNullElse(headers.get().get(IN_FORCE_SINCE), ""));
  }

  private static boolean knows(TestServer server, String token) {
    try {
      var _ =
          IdentityServiceGrpc.newBlockingStub(server.channel())
              .withCallCredentials(TestServer.bearer(token))
              .whoAmI(WhoAmIRequest.getDefaultInstance());
      return true;
    } catch (StatusRuntimeException refused) {
      return false;
    }
  }
}
