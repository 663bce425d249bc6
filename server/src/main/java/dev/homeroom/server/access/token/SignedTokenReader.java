package dev.homeroom.server.access.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jwt.SignedJWT;
import dev.homeroom.server.rpc.RefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parses a token without trusting it yet. A token has only one accepted spelling: three parts in
 * base64url without padding, spare bits zero, and JSON that all readers read alike. So nobody can
 * send one token in two forms, or one that another reader of the same bytes would understand
 * differently.
 */
public final class SignedTokenReader {
  private static final int LONGEST = 8 << 10;
  private static final Pattern FORM = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

  /** The last second of the year 9999; number parsers differ on later times. */
  private static final double LAST_SECOND = 253_402_300_799d;

  private static final List<String> KEYS = List.of("jwk", "jku", "x5u", "x5c");

  /** Header parameters that change how a token is read; no accepted token needs one. */
  private static final List<String> EXTENSIONS = List.of("crit", "zip", "b64", "cty", "enc");

  private static final List<String> TIMES = List.of("exp", "nbf", "iat");

  /** With two claims of one name, two readers might use different ones. */
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private SignedTokenReader() {}

  /** Parses a signed JSON Web Token; refuses everything else. */
  public static SignedJWT read(String token) {
    if (token.length() > LONGEST) {
      throw TokenRefusals.rejected("it is longer than " + LONGEST + " characters.");
    }
    try {
      if (!FORM.matcher(token).matches()) {
        throw malformed();
      }
      var parts = Arrays.stream(token.split("\\.", -1)).map(SignedTokenReader::decoded).toList();
      requirePlain(json(parts.getFirst()));
      requireTimes(json(parts.get(1)));
      var signed = SignedJWT.parse(token);
      signed.getJWTClaimsSet();
      return signed;
    } catch (ParseException | JacksonException | IllegalArgumentException unreadable) {
      throw malformed();
    }
  }

  private static byte[] decoded(String part) {
    var bytes = Base64.getUrlDecoder().decode(part);
    var written = Base64.getUrlEncoder().withoutPadding().encode(bytes);
    if (!Arrays.equals(written, part.getBytes(US_ASCII))) {
      throw malformed();
    }
    return bytes;
  }

  private static JsonNode json(byte[] part) {
    try {
      var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(part)).toString();
      var json = STRICT.readTree(text);
      if (!json.isObject()) {
        throw malformed();
      }
      return json;
    } catch (CharacterCodingException noText) {
      throw malformed();
    }
  }

  private static void requirePlain(JsonNode header) {
    if (KEYS.stream().anyMatch(header::has)) {
      throw TokenRefusals.rejected(
          "it brings a key of its own; only keys that its issuer tells count.");
    }
    for (var extension : EXTENSIONS) {
      if (header.has(extension)) {
        throw TokenRefusals.rejected(
            "its header has " + extension + ", which Homeroom takes from nobody.");
      }
    }
  }

  private static void requireTimes(JsonNode claims) {
    for (var time : TIMES) {
      var value = claims.get(time);
      if (value != null
          && !(value.isNumber() && value.asDouble() >= 0 && value.asDouble() <= LAST_SECOND)) {
        throw TokenRefusals.rejected("its " + time + " is no time between 1970 and 9999.");
      }
    }
  }

  private static RefusedException malformed() {
    return TokenRefusals.rejected("it is not a signed JSON Web Token in its one spelling.");
  }
}
