package dev.homeroom.server.district;

import dev.homeroom.clever.http.CleverClient;
import dev.homeroom.clever.http.CleverException;
import dev.homeroom.clever.http.CleverFailure;
import dev.homeroom.clever.http.CleverToken;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.server.db.CleverId;
import java.util.concurrent.CancellationException;

/** Asks Clever whether a token belongs to a district, before a new owner may declare it. */
final class TokenProof {
  private final CleverClient clever;

  /**
   * Asks with this client.
   *
   * @param clever a client that gives up before its callers do
   */
  TokenProof(CleverClient clever) {
    this.clever = clever;
  }

  /**
   * Returns if the token belongs to the district.
   *
   * @throws dev.homeroom.server.rpc.RefusedException if it does not, or Clever gives no answer
   */
  void require(CleverId district, CleverToken token) {
    try {
      var proven = clever.district(token).id();
      if (!proven.equals(ObjectId.of(district.toString()))) {
        throw DeclarationRefusals.tokenNotProven(district, "it is that of another district");
      }
    } catch (CleverException failed) {
      throw switch (failed.failure()) {
        case CleverFailure.Unauthorized _, CleverFailure.Forbidden _, CleverFailure.NotFound _ ->
            DeclarationRefusals.tokenNotProven(district, "Clever refuses it");
        case CleverFailure.BadRequest _,
            CleverFailure.RateLimited _,
            CleverFailure.Unavailable _,
            CleverFailure.Unexpected _ ->
            DeclarationRefusals.cleverUnavailable();
      };
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
      throw new CancellationException("the call ended while Clever was asked");
    }
  }
}
