package dev.homeroom.server.access;

import java.net.URI;
import java.util.Optional;

/**
 * The addresses of Clever that the environment gives and access.yaml may leave out.
 *
 * @param me answers whose a bearer token is
 * @param oauth the issuer of id_tokens; the token list is below it
 * @param clientId our app; empty: access.yaml must name it
 */
public record CleverEndpoints(URI me, URI oauth, Optional<String> clientId) {
  URI tokenInfo() {
    return URI.create(oauth.toString().replaceFirst("/$", "") + "/oauth/tokeninfo");
  }
}
