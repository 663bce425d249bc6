package dev.homeroom.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A generic OpenID Connect client, which knows nothing of Clever or of us, signs somebody in. */
final class OidcClientTest {
  private static final URI CALLBACK = URI.create("http://127.0.0.1:9/callback");

  @Test
  void an_ordinary_client_signs_a_teacher_in_by_discovery_code_and_keys() throws Exception {
    try (var sandbox =
        Sandbox.start(
            SandboxConfig.demo()
                .withStudents(100)
                .withClient("our-app", "its-secret")
                .withRedirectUris(List.of(CALLBACK.toString())))) {
      var clientId = new ClientID("our-app");
      var state = new State();
      var nonce = new Nonce();
      var clever = OIDCProviderMetadata.resolve(new Issuer(sandbox.baseUrl()));

      var request =
          new AuthenticationRequest.Builder(
                  ResponseType.CODE, new Scope("openid"), clientId, CALLBACK)
              .endpointURI(clever.getAuthorizationEndpointURI())
              .state(state)
              .nonce(nonce)
              .build();
      var browser = new Browser();
      var districts = browser.open(request.toURI().toString());
      var back = browser.click(browser.click(districts, "District"), "(teacher)");
      var callback =
          AuthenticationResponseParser.parse(URI.create(back.location())).toSuccessResponse();
      assertThat(callback.getState()).isEqualTo(state);

      var answer =
          new TokenRequest.Builder(
                  clever.getTokenEndpointURI(),
                  new ClientSecretBasic(clientId, new Secret("its-secret")),
                  new AuthorizationCodeGrant(callback.getAuthorizationCode(), CALLBACK))
              .build()
              .toHTTPRequest()
              .send();
      var tokens = OIDCTokenResponseParser.parse(answer).toSuccessResponse();
      var oidcTokens = ((OIDCTokenResponse) tokens).getOIDCTokens();
      var claims =
          new IDTokenValidator(
                  clever.getIssuer(),
                  clientId,
                  clever.getIDTokenJWSAlgs().getFirst(),
                  clever.getJWKSetURI().toURL())
              .validate(oidcTokens.getIDToken(), nonce);
      var info =
          UserInfoResponse.parse(
                  new UserInfoRequest(
                          clever.getUserInfoEndpointURI(), oidcTokens.getBearerAccessToken())
                      .toHTTPRequest()
                      .send())
              .toSuccessResponse()
              .getUserInfo();

      assertThat(new PlainClient(sandbox).ids("/v3.1/users?role=teacher"))
          .contains(claims.getSubject().getValue());
      assertThat(claims.getStringClaim("user_type")).isEqualTo("teacher");
      assertThat(info.getSubject()).isEqualTo(claims.getSubject());
    }
  }
}
