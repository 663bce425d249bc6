package dev.homeroom.server.sync.full;

import dev.homeroom.clever.http.CleverToken;
import dev.homeroom.server.db.DistrictKey;
import java.util.Optional;

/** The tokens that districts are read with, and the reports on whether Clever accepts them. */
public interface CleverTokens {
  /**
   * Returns the token that the district is read with now.
   *
   * @throws dev.homeroom.clever.http.CleverException if Clever had to be asked and gave no answer
   */
  Offer offer(DistrictKey district) throws InterruptedException;

  /** A token, or its absence, at the time when a run began. */
  interface Offer {
    /** The token; empty if there is none. */
    Optional<CleverToken> token();

    /** Returns why there is no token and what to do, for people; empty if there is one. */
    String missing();

    /** Reports that Clever accepted the token. */
    void accepted();

    /**
     * Reports that Clever refused the token, or that there is none.
     *
     * @param message what to do about it, for people
     */
    void rejected(String message);
  }
}
