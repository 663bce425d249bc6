package dev.homeroom.server.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.homeroom.server.credential.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tokens that callers carry from one call to the next and cannot edit. The signature includes the
 * identity to which a token belongs, so that it is not valid for any other. Every server with the
 * same keys reads them, also after a restart. The bearer can read the content of a token.
 */
public final class SignedTokens {
  private static final int TAG_BYTES = 16;

  private final Supplier<List<byte[]>> keys;

  /**
   * Signs with the first key and accepts all.
   *
   * @param keys at least one, each of 32 random bytes; read for each token
   */
  public SignedTokens(Supplier<List<byte[]>> keys) {
    this.keys = keys;
  }

  /**
   * Writes a token, in letters, digits, {@code -} and {@code _}.
   *
   * @param identity the identity to which it belongs; parts in a fixed order, empty ones included
   */
  public String seal(List<String> identity, byte[] body) {
    var token =
        ByteBuffer.allocate(body.length + TAG_BYTES)
            .put(body)
            .put(tag(keys.get().getFirst(), identity, body))
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /** The body of a token that was written for this identity; empty for any other text. */
  public Optional<byte[]> open(List<String> identity, String text) {
    byte[] token;
    try {
      token = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    if (token.length < TAG_BYTES) {
      return Optional.empty();
    }
    var body = Arrays.copyOf(token, token.length - TAG_BYTES);
    var signature = Arrays.copyOfRange(token, body.length, token.length);
    return keys.get().stream()
            .anyMatch(key -> MessageDigest.isEqual(tag(key, identity, body), signature))
        ? Optional.of(body)
        : Optional.empty();
  }

  private static byte[] tag(byte[] key, List<String> identity, byte[] body) {
    var mac = Sha256.beginMac(key);
    var parts = bytes(identity);
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(parts.length).array());
    mac.update(parts);
    return Arrays.copyOf(mac.doFinal(body), TAG_BYTES);
  }

  /** Puts the length before each part, so that different identities never give the same bytes. */
  private static byte[] bytes(List<String> identity) {
    var parts = identity.stream().map(part -> part.getBytes(UTF_8)).toList();
    var buffer =
        ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length + Integer.BYTES).sum());
    parts.forEach(part -> buffer.putInt(part.length).put(part));
    return buffer.array();
  }
}
