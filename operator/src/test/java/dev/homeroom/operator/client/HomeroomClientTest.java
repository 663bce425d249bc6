package dev.homeroom.operator.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.operator.fake.FakeServer;
import dev.homeroom.testing.TestCertificate;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.DistrictState;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HomeroomClientTest {
  private static final ApplyDistrictRequest REQUEST =
      ApplyDistrictRequest.newBuilder().setName("districts/4fd43cc56d11340000000005").build();

  @TempDir Path folder;
  private Path tokenFile;

  @BeforeEach
  void write_the_token() throws Exception {
    tokenFile = Files.writeString(folder.resolve("token"), "first\n");
  }

  @Test
  void calls_go_by_tls_to_the_certificate_that_is_trusted() throws Exception {
    var certificate = TestCertificate.make(folder.resolve("server"));

    try (var fake = FakeServer.start(credentials(certificate));
        var server = server(fake, Optional.of(certificate.certificate()))) {
      assertThat(server.apply(REQUEST)).isInstanceOf(Answer.Success.class);
      assertThat(fake.lastAuthorization()).isEqualTo("Bearer first");
    }
  }

  @Test
  void a_server_with_another_certificate_gets_no_token() throws Exception {
    var trusted = TestCertificate.make(folder.resolve("trusted"));
    var other = TestCertificate.make(folder.resolve("other"));

    try (var fake = FakeServer.start(credentials(other));
        var server = server(fake, Optional.of(trusted.certificate()))) {
      assertThat(server.apply(REQUEST))
          .isEqualTo(new Answer.Unavailable<DistrictState>("UNAVAILABLE"));
      assertThat(fake.lastAuthorization()).isEmpty();
    }
  }

  @Test
  void the_token_is_read_for_each_call() throws Exception {
    try (var fake = FakeServer.start();
        var server = server(fake, Optional.empty())) {
      server.apply(REQUEST);
      Files.writeString(tokenFile, "second\n");
      server.apply(REQUEST);
      assertThat(fake.lastAuthorization()).isEqualTo("Bearer second");

      Files.delete(tokenFile);
      assertThat(server.apply(REQUEST)).isInstanceOf(Answer.Unavailable.class);
    }
  }

  @Test
  void a_server_that_is_away_for_a_moment_is_asked_again() throws Exception {
    try (var fake = FakeServer.start();
        var server = server(fake, Optional.empty())) {
      fake.misses(2);

      assertThat(server.apply(REQUEST)).isInstanceOf(Answer.Success.class);
      assertThat(fake.applied()).containsExactly(REQUEST);
    }
  }

  @Test
  void a_refusal_carries_its_reason_and_what_it_is_about() throws Exception {
    try (var fake = FakeServer.start();
        var server = server(fake, Optional.empty())) {
      fake.declareFor("elsewhere", "4fd43cc56d11340000000005");
      assertThat(server.apply(REQUEST))
          .isEqualTo(
              new Answer.Refused<DistrictState>(
                  "DISTRICT_OWNED",
                  "The district is declared by another owner.",
                  Optional.of("elsewhere/default/somebody"),
                  Optional.empty(),
                  Optional.empty()));

      var invalid = REQUEST.toBuilder().setName("districts/4fd43cc56d11340000000006");
      invalid.getSpecBuilder().getScheduleBuilder().setTimeZone("Mars/Olympus");
      assertThat(server.apply(invalid.build()))
          .isEqualTo(
              new Answer.Refused<DistrictState>(
                  "INVALID_FIELD",
                  "spec.schedule.timeZone: a time zone of the IANA database",
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty()));
    }
  }

  private HomeroomClient server(FakeServer fake, Optional<Path> certificate) throws Exception {
    return HomeroomClient.at(new ServerAddress(fake.target(), certificate), tokenFile);
  }

  private static ServerCredentials credentials(TestCertificate certificate) throws Exception {
    return TlsServerCredentials.create(
        certificate.certificate().toFile(), certificate.key().toFile());
  }
}
