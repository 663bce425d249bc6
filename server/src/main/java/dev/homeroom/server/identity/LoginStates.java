package dev.homeroom.server.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.homeroom.server.access.Caller;
import dev.homeroom.server.credential.Sha256;
import dev.homeroom.server.rpc.SignedTokens;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * Carries a login through the browser in its {@code state}: signed, for one caller, with a hash of
 * the secret that stays in the browser's cookie. The servers store nothing, so any server can
 * complete a login that another began.
 */
final class LoginStates {
  /** The time that somebody may spend at Clever. */
  static final Duration LIFE = Duration.ofMinutes(10);

  private static final int RANDOM_BYTES = 32;
  private static final int HASH_BYTES = 32;
  private static final int HEAD_BYTES = Long.BYTES + Short.BYTES + HASH_BYTES;
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private final SignedTokens tokens;
  private final Function<Caller, String> nonces;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * Begins and opens logins.
   *
   * @param nonces creates the nonce of a login of the caller, in ASCII
   */
  LoginStates(SignedTokens tokens, Function<Caller, String> nonces, Clock clock) {
    this.tokens = tokens;
    this.nonces = nonces;
    this.clock = clock;
  }

  /** A new login. */
  record Begun(String state, String nonce, String secret, Instant expires) {
    @Override
    public String toString() {
      return "Begun[***]";
    }
  }

  /**
   * A login that the browser brought back.
   *
   * @param nonce the nonce that the id_token must contain
   */
  record Returned(String redirectUri, String nonce) {}

  Begun begin(Caller caller, String redirectUri) {
    var nonce = nonces.apply(caller);
    var nonceBytes = nonce.getBytes(UTF_8);
    var secret = TEXT.encodeToString(bytes(RANDOM_BYTES));
    var expires = clock.instant().plus(LIFE);
    var uri = redirectUri.getBytes(UTF_8);
    var body =
        ByteBuffer.allocate(HEAD_BYTES + nonceBytes.length + uri.length)
            .putLong(expires.toEpochMilli())
            .put(hash(secret))
            .putShort((short) nonceBytes.length)
            .put(nonceBytes)
            .put(uri)
            .array();
    return new Begun(tokens.seal(identity(caller), body), nonce, secret, expires);
  }

  /** Opens a login that this caller began; the secret proves that it is the same browser. */
  Returned open(Caller caller, String state, String secret) {
    if (state.isEmpty()) {
      throw LoginRefusals.stateMissing();
    }
    var body =
        tokens
            .open(identity(caller), state)
            .filter(read -> read.length > HEAD_BYTES)
            .orElseThrow(() -> LoginRefusals.stateInvalid());
    var buffer = ByteBuffer.wrap(body);
    var expires = Instant.ofEpochMilli(buffer.getLong());
    var secretHash = new byte[HASH_BYTES];
    buffer.get(secretHash);
    var nonce = new byte[buffer.getShort()];
    buffer.get(nonce);
    if (!MessageDigest.isEqual(secretHash, hash(secret))) {
      throw LoginRefusals.secretWrong();
    }
    if (!clock.instant().isBefore(expires)) {
      throw LoginRefusals.expired();
    }
    var redirectUri = UTF_8.decode(buffer).toString();
    return new Returned(redirectUri, new String(nonce, UTF_8));
  }

  /** SHA-256, which is enough for random secrets. */
  static byte[] hash(String random) {
    return Sha256.of(random);
  }

  private byte[] bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static List<String> identity(Caller caller) {
    return List.of("login with its nonce", caller.issuer(), caller.subject());
  }
}
