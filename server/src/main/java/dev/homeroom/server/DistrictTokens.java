package dev.homeroom.server;

import dev.homeroom.clever.CleverClient;
import dev.homeroom.clever.CleverToken;
import dev.homeroom.clever.ObjectId;
import dev.homeroom.server.credential.Credential;
import dev.homeroom.server.credential.Credentials;
import dev.homeroom.server.credential.UnreadableTokenException;
import dev.homeroom.server.db.DistrictKey;
import dev.homeroom.server.sync.full.CleverTokens;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token that a sync reads a district with: the declared one, else the one that Clever lists for
 * us. What Clever says of it is remembered of exactly the credential that was used, since the owner
 * may have declared another one meanwhile.
 */
final class DistrictTokens implements CleverTokens {
  private static final Logger log = LoggerFactory.getLogger(DistrictTokens.class);

  private final Credentials credentials;
  private final CleverClient clever;
  private final boolean mayLookUp;
  private final Map<DistrictKey, Credential> used = new ConcurrentHashMap<>();

  DistrictTokens(Credentials credentials, CleverClient clever, boolean mayLookUp) {
    this.credentials = credentials;
    this.clever = clever;
    this.mayLookUp = mayLookUp;
  }

  @Override
  public Optional<CleverToken> token(DistrictKey district) throws InterruptedException {
    Optional<Credential> credential;
    try {
      credential = credentials.load(district);
    } catch (UnreadableTokenException lost) {
      log.atError()
          .addKeyValue("district", district.id())
          .setCause(lost)
          .log("a stored token cannot be decrypted: restore the keyset or declare the token again");
      return Optional.empty();
    }
    if (credential.isEmpty()) {
      return Optional.empty();
    }
    used.put(district, credential.get());
    var own = credential.get().token();
    return own.isPresent() || !mayLookUp
        ? own
        : clever.districtToken(ObjectId.of(district.id().toString()));
  }

  @Override
  public void accepted(DistrictKey district) {
    Optional.ofNullable(used.remove(district))
        .ifPresent(credential -> credentials.accepted(district, credential));
  }

  @Override
  public void rejected(DistrictKey district, String message) {
    Optional.ofNullable(used.remove(district))
        .ifPresent(credential -> credentials.rejected(district, credential, message));
  }
}
