package dev.homeroom.server.sync.full;

import dev.homeroom.clever.http.CleverClient;
import dev.homeroom.clever.http.CleverToken;
import dev.homeroom.clever.record.ObjectId;
import dev.homeroom.server.credential.Credential;
import dev.homeroom.server.credential.Credentials;
import dev.homeroom.server.credential.UnreadableTokenException;
import dev.homeroom.server.db.DistrictKey;
import java.util.Optional;

/** The token that a district declares, or else the one that Clever lists for it. */
public final class DeclaredTokens implements CleverTokens {
  private static final String UNREADABLE =
      "The district's stored token cannot be decrypted with the server's keyset. Declare the token"
          + " again, or put the former key back into the keyset.";
  private static final String NOT_DECLARED =
      "The district declares no token, and the server has no client id to look one up. Declare the"
          + " district's token, or set HOMEROOM_CLEVER_CLIENT_ID and its secret (the chart's"
          + " clever.secret).";
  private static final String NOT_LISTED =
      "Clever lists no token for the district. Ask its admin to connect the app in Clever, or"
          + " declare the district's token.";

  private final Credentials credentials;
  private final CleverClient clever;
  private final boolean listed;

  /**
   * Reads what is declared.
   *
   * @param listed true if the client has an id and a secret, so that Clever lists tokens to it
   */
  public DeclaredTokens(Credentials credentials, CleverClient clever, boolean listed) {
    this.credentials = credentials;
    this.clever = clever;
    this.listed = listed;
  }

  @Override
  public Offer offer(DistrictKey district) throws InterruptedException {
    Optional<Credential> declared;
    try {
      declared = credentials.load(district);
    } catch (UnreadableTokenException unreadable) {
      return new Found(district, Optional.empty(), Optional.empty(), UNREADABLE);
    }
    var own = declared.flatMap(Credential::token);
    if (own.isPresent()) {
      return new Found(district, declared, own, "");
    }
    if (!listed) {
      return new Found(district, declared, Optional.empty(), NOT_DECLARED);
    }
    var found = clever.districtToken(ObjectId.of(district.id().toString()));
    return new Found(district, declared, found, found.isPresent() ? "" : NOT_LISTED);
  }

  private final class Found implements Offer {
    private final DistrictKey district;
    private final Optional<Credential> credential;
    private final Optional<CleverToken> token;
    private final String missing;

    Found(
        DistrictKey district,
        Optional<Credential> credential,
        Optional<CleverToken> token,
        String missing) {
      this.district = district;
      this.credential = credential;
      this.token = token;
      this.missing = missing;
    }

    @Override
    public Optional<CleverToken> token() {
      return token;
    }

    @Override
    public String missing() {
      return missing;
    }

    @Override
    public void accepted() {
      credential.ifPresent(each -> credentials.accepted(district, each));
    }

    @Override
    public void rejected(String message) {
      credential.ifPresent(each -> credentials.rejected(district, each, message));
    }
  }
}
