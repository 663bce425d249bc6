package dev.homeroom.server.access;

import dev.homeroom.server.rpc.SignedTokens;
import java.security.SecureRandom;
import java.util.List;

/**
 * Names the app of a login in the nonce of its id_token, by a signature that only the servers can
 * make or check. Clever signs the nonce with the token, so the token itself says which app it was
 * obtained through, and nothing has to be stored. Thread-safe.
 */
public final class LoginNonces {
  /**
   * The beginning of each of our nonces, so that a nonce of ours that no key confirms is refused.
   */
  private static final String PREFIX = "homeroom-";

  private static final int RANDOM_BYTES = 16;

  private final SignedTokens tokens;
  private final SecureRandom random = new SecureRandom();

  /** Signs and checks nonces with these keys. */
  public LoginNonces(SignedTokens tokens) {
    this.tokens = tokens;
  }

  /**
   * Creates a nonce that nobody can guess.
   *
   * @param app the caller for which somebody signs in
   * @return letters, digits, {@code -} and {@code _}, always of the same length
   */
  String write(AccessConfig.TokenSubject app) {
    var body = new byte[RANDOM_BYTES];
    random.nextBytes(body);
    return PREFIX + tokens.seal(identity(app), body);
  }

  /** Returns whether the nonce has the form of ours; does not check for which app it was made. */
  boolean ours(String nonce) {
    return nonce.startsWith(PREFIX);
  }

  /** Returns whether the nonce was made for this app, with a key that the servers still have. */
  boolean writtenFor(AccessConfig.TokenSubject app, String nonce) {
    return ours(nonce) && tokens.open(identity(app), nonce.substring(PREFIX.length())).isPresent();
  }

  private static List<String> identity(AccessConfig.TokenSubject app) {
    return List.of("nonce", app.issuer(), app.subject());
  }
}
