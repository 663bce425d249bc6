package dev.homeroom.server.access;

import java.net.URI;
import java.util.Optional;

/**
 * Where Clever is, for what access.yaml leaves to the environment.
 *
 * @param me tells whose a bearer token is
 * @param oauth the issuer of id_tokens, and above its token list
 * @param clientId our app; empty: access.yaml has to say
 */
public record CleverEndpoints(URI me, URI oauth, Optional<String> clientId) {
  URI tokenInfo() {
    return URI.create(oauth.toString().replaceFirst("/$", "") + "/oauth/tokeninfo");
  }
}
