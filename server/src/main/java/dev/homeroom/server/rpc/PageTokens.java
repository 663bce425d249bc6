package dev.homeroom.server.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes and reads page tokens (AIP-158). A token says where a list goes on; it is signed together
 * with the list's identity, so that it opens no other list and cannot be edited. Every replica with
 * the same keys reads it, also after a restart.
 */
public final class PageTokens {
  private static final byte VERSION = 1;
  private static final int TAG_BYTES = 16;
  private static final int HEAD_BYTES = 1 + Long.BYTES;

  private final List<SecretKeySpec> keys;

  /**
   * Signs with the first key and accepts all.
   *
   * @param keys at least one, each of 32 random bytes
   */
  public PageTokens(List<byte[]> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("page tokens need a key");
    }
    this.keys = keys.stream().map(key -> new SecretKeySpec(key, "HmacSHA256")).toList();
  }

  /**
   * Which list a token belongs to: the method, the parent and every filter.
   *
   * @param parts in a fixed order, empty ones included
   */
  public record ListIdentity(List<String> parts) {
    /** Names the parts. */
    public static ListIdentity of(String... parts) {
      return new ListIdentity(List.of(parts));
    }

    private byte[] bytes() {
      var size = parts.stream().mapToInt(part -> part.getBytes(UTF_8).length + Integer.BYTES).sum();
      var buffer = ByteBuffer.allocate(size);
      for (var part : parts) {
        var text = part.getBytes(UTF_8);
        buffer.putInt(text.length).put(text);
      }
      return buffer.array();
    }
  }

  /**
   * Where a list goes on.
   *
   * @param revision the roster's revision that all pages are read at; 0 where there is none
   * @param last the key of the last resource told, in the list's own writing
   */
  public record Position(long revision, String last) {}

  /** Writes a token. */
  public String write(ListIdentity list, Position position) {
    var last = position.last().getBytes(UTF_8);
    var body =
        ByteBuffer.allocate(HEAD_BYTES + last.length)
            .put(VERSION)
            .putLong(position.revision())
            .put(last)
            .array();
    var token =
        ByteBuffer.allocate(body.length + TAG_BYTES)
            .put(body)
            .put(tag(keys.getFirst(), list, body))
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /**
   * Reads a request's {@code page_token}: nothing where it is empty; refuses what it did not write.
   */
  public Optional<Position> read(ListIdentity list, String pageToken) {
    if (pageToken.isEmpty()) {
      return Optional.empty();
    }
    byte[] token;
    try {
      token = Base64.getUrlDecoder().decode(pageToken);
    } catch (IllegalArgumentException notBase64) {
      throw new Refusal.PageTokenInvalid().exception();
    }
    if (token.length < HEAD_BYTES + TAG_BYTES) {
      throw new Refusal.PageTokenInvalid().exception();
    }
    var body = Arrays.copyOf(token, token.length - TAG_BYTES);
    var signature = Arrays.copyOfRange(token, body.length, token.length);
    if (keys.stream().noneMatch(key -> MessageDigest.isEqual(tag(key, list, body), signature))
        || body[0] != VERSION) {
      throw new Refusal.PageTokenInvalid().exception();
    }
    return Optional.of(
        new Position(
            ByteBuffer.wrap(body).getLong(1),
            new String(body, HEAD_BYTES, body.length - HEAD_BYTES, UTF_8)));
  }

  private static byte[] tag(SecretKeySpec key, ListIdentity list, byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      var identity = list.bytes();
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(identity.length).array());
      mac.update(identity);
      return Arrays.copyOf(mac.doFinal(body), TAG_BYTES);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this Java has no HmacSHA256", missing);
    }
  }
}
