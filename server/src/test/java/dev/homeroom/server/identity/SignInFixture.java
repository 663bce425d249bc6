package dev.homeroom.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.clever.http.ClientCredentials;
import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.SandboxConfig;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.server.TestIssuer;
import dev.homeroom.server.TestServer;
import dev.homeroom.testing.Eventually;
import dev.homeroom.v1.ApplyDistrictRequest;
import dev.homeroom.v1.BeginLoginRequest;
import dev.homeroom.v1.BeginLoginResponse;
import dev.homeroom.v1.CompleteLoginRequest;
import dev.homeroom.v1.DistrictSpec;
import dev.homeroom.v1.GetDistrictStateRequest;
import dev.homeroom.v1.IdentityServiceGrpc;
import dev.homeroom.v1.IdentityServiceGrpc.IdentityServiceBlockingStub;
import dev.homeroom.v1.Sharing;
import dev.homeroom.v1.SharingType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A server whose people sign in at a sandbox, with a synced district; apps and their browsers. */
final class SignInFixture implements AutoCloseable {
  static final String CALLBACK = "http://127.0.0.1:9/callback";
  static final String ELSEWHERE = "http://127.0.0.1:9/elsewhere";

  /** Another app than {@link TestServer#APP}, to which the same is granted. */
  static final String OTHER_APP = "other-app";

  private final HttpClient browser = HttpClient.newHttpClient();
  final Sandbox clever;
  final TestServer server;
  final String district;

  SignInFixture(Clock clock) {
    var config =
        SandboxConfig.demo().withStudents(40).withRedirectUris(List.of(ELSEWHERE, CALLBACK));
    try {
      this.clever = Sandbox.start(config);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    // Making its key takes Clever longer than anybody waits for an answer, on a busy machine.
    var _ = clever.signIn().idToken(user(Role.TEACHER), Optional.empty());
    this.server =
        TestServer.start(
            URI.create(clever.baseUrl()),
            clock,
            new ClientCredentials("sandbox-client", "sandbox-secret"),
            this::accessFile);
    this.district = "districts/" + clever.districtId();
    declare(_ -> {});
    var state = GetDistrictStateRequest.newBuilder().setName(district + "/state").build();
    assertThat(
            Eventually.see(
                    () -> server.districts(TestServer.OPERATOR).getDistrictState(state),
                    now -> now.getLatestRun().hasEndTime())
                .getRevision())
        .isEqualTo(1);
  }

  /** Declares the district. */
  void declare(Consumer<DistrictSpec.Builder> settings) {
    var spec =
        DistrictSpec.newBuilder()
            .setSharing(Sharing.newBuilder().setType(SharingType.SHARING_TYPE_DISTRICT));
    settings.accept(spec);
    var _ =
        server
            .districts(TestServer.OPERATOR)
            .applyDistrict(
                ApplyDistrictRequest.newBuilder()
                    .setName(district)
                    .setCleverToken(clever.token())
                    .setSpec(spec)
                    .build());
  }

  private String accessFile(TestIssuer issuer) {
    return """
    issuers:
      - {issuer: "%1$s", audience: homeroom}
    users: {issuer: "%2$s", clientId: sandbox-client, bearerRemembered: PT1M}
    grants:
      - {issuer: "%1$s", subject: app, role: app, districts: all, fields: all, redirectUris: ["%3$s"]}
      - {issuer: "%1$s", subject: other-app, role: app, districts: all, fields: all, redirectUris: ["%3$s"]}
      - {issuer: "%1$s", subject: stranger, role: app, districts: ["4fd43cc56d11340000000005"], fields: all, redirectUris: ["%3$s"]}
      - {issuer: "%1$s", subject: reviewer, role: reviewer, districts: all, fields: all}
      - {issuer: "%1$s", subject: operator, role: operator, districts: all, withoutToken: true}
    """
        .formatted(issuer.name(), clever.baseUrl(), CALLBACK);
  }

  IdentityServiceBlockingStub as(String subject) {
    return with(server, server.issuer().token(subject));
  }

  static IdentityServiceBlockingStub with(TestServer server, String token) {
    return IdentityServiceGrpc.newBlockingStub(server.channel())
        .withCallCredentials(TestServer.bearer(token))
        .withDeadlineAfter(Duration.ofSeconds(30));
  }

  BeginLoginResponse begin(String app) {
    return begin(app, district);
  }

  BeginLoginResponse begin(String app, String inDistrict) {
    return as(app)
        .beginLogin(
            BeginLoginRequest.newBuilder()
                .setRedirectUri(CALLBACK)
                .setDistrict(inDistrict)
                .build());
  }

  /** The id of somebody with this role. */
  String user(Role role) {
    var roster = clever.roster();
    var slot =
        roster
            .rows(RecordType.USERS)
            .liveSlots()
            .filter(each -> role.in(roster.users().roles(each)))
            .findFirst()
            .orElseThrow();
    return roster.rows(RecordType.USERS).id(slot).toString();
  }

  /** Signs somebody in at Clever and gives the parameters of the callback. */
  Map<String, String> signIn(String url, String user) {
    try {
      var request = HttpRequest.newBuilder(URI.create(url + "&sandbox_user=" + user)).build();
      var back =
          browser
              .send(request, BodyHandlers.discarding())
              .headers()
              .firstValue("Location")
              .orElseThrow();
      return Arrays.stream(
              Optional.ofNullable(URI.create(back).getRawQuery()).orElse("").split("&", -1))
          .map(parameter -> parameter.split("=", 2))
          .collect(
              Collectors.toMap(
                  pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** What an app sends after somebody has signed in. */
  CompleteLoginRequest returned(BeginLoginResponse begun, String user) {
    var callback = signIn(begun.getAuthorizeUrl(), user);
    return CompleteLoginRequest.newBuilder()
        .setCode(callback.getOrDefault("code", ""))
        .setState(callback.getOrDefault("state", ""))
        .setLoginSecret(begun.getLoginSecret())
        .build();
  }

  @Override
  public void close() {
    server.close();
    clever.close();
    browser.close();
  }
}
