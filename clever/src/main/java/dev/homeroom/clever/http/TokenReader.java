package dev.homeroom.clever.http;

import dev.homeroom.clever.read.EnvelopeReader;
import dev.homeroom.clever.read.JsonReader;
import dev.homeroom.clever.read.JsonReader.UnexpectedForm;
import dev.homeroom.clever.record.ObjectId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads Clever's answers with tokens. */
final class TokenReader {

  private TokenReader() {}

  /** Reads the district tokens of {@code {"data":[{"owner":{…},"access_token":…}, …]}}. */
  static List<DistrictToken> tokens(JsonReader in) {
    List<DistrictToken> tokens = null;
    in.enterRoot();
    while (in.nextField()) {
      if (in.field().equals("data") && in.enterArray()) {
        tokens = new ArrayList<>();
        while (in.nextElement()) {
          var token = in.enterObject() ? token(in) : null;
          if (token != null) {
            tokens.add(token);
          }
        }
      } else {
        in.skip();
      }
    }
    in.endRoot();
    if (tokens == null) {
      throw new UnexpectedForm("a list without data");
    }
    return tokens;
  }

  /** Reads the id_token of {@code {"access_token":…,"id_token":…}}: sandbox/CLEVER.md 1.4. */
  static IdToken idToken(JsonReader in) {
    String token = null;
    in.enterRoot();
    while (in.nextField()) {
      if (in.field().equals("id_token")) {
        token = in.text();
      } else {
        in.skip();
      }
    }
    in.endRoot();
    if (token == null) {
      throw new UnexpectedForm("no id_token; OpenID Connect may be off for the app");
    }
    return new IdToken(token);
  }

  /** A token and the district that owns it. */
  record DistrictToken(ObjectId district, CleverToken token) {}

  /** Reads a token; null unless it belongs to a district. */
  private static @Nullable DistrictToken token(JsonReader in) {
    ObjectId owner = null;
    String token = null;
    while (in.nextField()) {
      switch (in.field()) {
        case "owner" -> owner = in.enterObject() ? EnvelopeReader.id(in) : null;
        case "access_token" -> token = in.text();
        default -> in.skip();
      }
    }
    if (owner == null || token == null) {
      return null;
    }
    try {
      return new DistrictToken(owner, CleverToken.of(token));
    } catch (IllegalArgumentException notOneWord) {
      throw new UnexpectedForm("a token that is none");
    }
  }
}
