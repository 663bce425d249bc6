package dev.homeroom.server.sync.full;

import dev.homeroom.clever.CleverToken;
import dev.homeroom.server.db.DistrictKey;
import java.util.Optional;

/** The tokens by which districts are read, and what Clever thinks of them. */
public interface CleverTokens {
  /**
   * The district's token; empty if it brings none and Clever lists none.
   *
   * @throws dev.homeroom.clever.CleverException if Clever had to be asked and gave no answer
   */
  Optional<CleverToken> token(DistrictKey district) throws InterruptedException;

  /** Clever took the district's token. */
  void accepted(DistrictKey district);

  /**
   * Clever refused the district's token, or there is none.
   *
   * @param message what to do about it, for people
   */
  void rejected(DistrictKey district, String message);
}
