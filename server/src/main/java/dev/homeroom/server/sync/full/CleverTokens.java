package dev.homeroom.server.sync.full;

import dev.homeroom.clever.CleverToken;
import dev.homeroom.server.db.DistrictKey;
import java.util.Optional;

/** The tokens by which districts are read, and what Clever thinks of them. */
public interface CleverTokens {
  /**
   * What the district is read with now.
   *
   * @throws dev.homeroom.clever.CleverException if Clever had to be asked and gave no answer
   */
  Offer offer(DistrictKey district) throws InterruptedException;

  /** A token, or its absence, as it stood when a run began. */
  interface Offer {
    /** The token; empty if there is none. */
    Optional<CleverToken> token();

    /** Why there is none and what to do, for people; empty where there is one. */
    String missing();

    /** Clever took the token. */
    void accepted();

    /**
     * Clever refused the token, or there is none.
     *
     * @param message what to do about it, for people
     */
    void rejected(String message);
  }
}
