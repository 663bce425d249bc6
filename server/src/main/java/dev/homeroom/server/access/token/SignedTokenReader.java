package dev.homeroom.server.access.token;

import com.nimbusds.jwt.SignedJWT;
import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.server.rpc.RefusedException;
import java.text.ParseException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/** Takes a token apart, and believes nothing of it yet. */
public final class SignedTokenReader {
  private static final int LONGEST = 8 << 10;

  /** Of two claims with one name, two readers might believe different ones. */
  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private SignedTokenReader() {}

  /** The token, which is a signed JSON Web Token; refuses whatever else it is. */
  public static SignedJWT read(String token) {
    if (token.length() > LONGEST) {
      throw rejected("it is longer than " + LONGEST + " characters.");
    }
    try {
      var signed = SignedJWT.parse(token);
      var header = signed.getHeader();
      if (header.getJWK() != null
          || header.getJWKURL() != null
          || header.getX509CertURL() != null
          || header.getX509CertChain() != null) {
        throw rejected("it brings a key of its own; only keys that its issuer tells count.");
      }
      STRICT.readTree(header.toBase64URL().decode());
      STRICT.readTree(signed.getPayload().toBytes());
      signed.getJWTClaimsSet();
      return signed;
    } catch (ParseException | JacksonException | IllegalArgumentException malformed) {
      throw rejected("it is not a signed JSON Web Token.");
    }
  }

  private static RefusedException rejected(String why) {
    return new Refusal.TokenRejected(why).exception();
  }
}
