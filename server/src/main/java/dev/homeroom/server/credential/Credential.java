package dev.homeroom.server.credential;

import dev.homeroom.clever.CleverToken;
import java.util.Optional;

/**
 * What a district proves itself to Clever with.
 *
 * @param hash names this credential without telling it; empty where the district has no token of
 *     its own
 * @param token the token; empty: it is looked up at Clever by the district's id
 */
public record Credential(String hash, Optional<CleverToken> token) {}
