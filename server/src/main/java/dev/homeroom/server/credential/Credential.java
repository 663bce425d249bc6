package dev.homeroom.server.credential;

import dev.homeroom.clever.http.CleverToken;
import java.util.Optional;

/**
 * The credential with which the server reads a district at Clever.
 *
 * @param hash identifies this credential without revealing it; empty if the district has no token
 *     of its own
 * @param token the token; empty: it is looked up at Clever by the district's id
 */
public record Credential(String hash, Optional<CleverToken> token) {}
