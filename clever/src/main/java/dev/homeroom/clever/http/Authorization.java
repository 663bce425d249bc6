package dev.homeroom.clever.http;

import dev.homeroom.clever.http.CleverFailure.Credential;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The credential that a request presents, as the value of its header.
 *
 * @param credential the kind of credential
 */
record Authorization(Credential credential, String header) {

  static Authorization bearer(CleverToken token) {
    return new Authorization(Credential.DISTRICT_TOKEN, "Bearer " + token.reveal());
  }

  static Authorization basic(ClientCredentials client) {
    var pair = (client.id() + ":" + client.secret()).getBytes(StandardCharsets.UTF_8);
    return new Authorization(
        Credential.CLIENT_SECRET, "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  @Override
  public String toString() {
    return "***";
  }
}
