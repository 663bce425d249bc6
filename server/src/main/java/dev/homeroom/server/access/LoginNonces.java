package dev.homeroom.server.access;

import dev.homeroom.server.rpc.SignedTokens;
import java.security.SecureRandom;
import java.util.List;

/**
 * Names the app that a login is for in the nonce of its id_token, by a signature that only the
 * servers can make or check: Clever signs the nonce with the token, so a token says by itself whose
 * sign-in it comes from, and nothing has to be kept. Safe for any threads.
 */
public final class LoginNonces {
  /** How every nonce of ours begins, so that one that no key confirms is refused. */
  private static final String PREFIX = "homeroom-";

  private static final int RANDOM_BYTES = 16;

  private final SignedTokens tokens;
  private final SecureRandom random = new SecureRandom();

  /** Signs and checks with these keys. */
  public LoginNonces(SignedTokens tokens) {
    this.tokens = tokens;
  }

  /**
   * Writes a nonce that nobody can guess.
   *
   * @param app the caller that somebody signs in for
   * @return letters, digits, {@code -} and {@code _}, always of the same length
   */
  String write(AccessConfig.Subject app) {
    var body = new byte[RANDOM_BYTES];
    random.nextBytes(body);
    return PREFIX + tokens.seal(identity(app), body);
  }

  /** Whether the nonce is of a login that began here; says nothing yet of the app. */
  boolean ours(String nonce) {
    return nonce.startsWith(PREFIX);
  }

  /** Whether the nonce was written for this app, with a key that is still there. */
  boolean writtenFor(AccessConfig.Subject app, String nonce) {
    return ours(nonce) && tokens.open(identity(app), nonce.substring(PREFIX.length())).isPresent();
  }

  private static List<String> identity(AccessConfig.Subject app) {
    return List.of("nonce", app.issuer(), app.subject());
  }
}
