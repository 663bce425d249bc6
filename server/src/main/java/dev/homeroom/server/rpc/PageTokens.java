package dev.homeroom.server.rpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Writes and reads page tokens (AIP-158). A token says where a list continues, and is valid only
 * for that list and its caller.
 */
public final class PageTokens {
  private static final byte VERSION = 1;
  private static final int HEAD_BYTES = 1 + Long.BYTES;

  private final SignedTokens tokens;
  private final Supplier<List<String>> caller;

  /**
   * Signs with the first key and accepts all.
   *
   * @param keys at least one, each of 32 random bytes; read for each token
   * @param caller the identity of the current caller, including what the caller may see; a token is
   *     valid only for the same identity
   */
  public PageTokens(Supplier<List<byte[]>> keys, Supplier<List<String>> caller) {
    this.tokens = new SignedTokens(keys);
    this.caller = caller;
  }

  /**
   * The list to which a token belongs: the whole request.
   *
   * @param parts in a fixed order, empty ones included
   */
  public record ListIdentity(List<String> parts) {
    /**
     * The list that a request pages through: all its fields except {@code page_size} and {@code
     * page_token}.
     */
    public static ListIdentity of(Message request) {
      var type = request.getDescriptorForType();
      var question = request.toBuilder().setUnknownFields(UnknownFieldSet.getDefaultInstance());
      for (var paging : List.of("page_size", "page_token")) {
        question.clearField(type.findFieldByName(paging));
      }
      return new ListIdentity(
          List.of(type.getFullName(), new String(question.build().toByteArray(), ISO_8859_1)));
    }
  }

  /**
   * The place from which a list continues.
   *
   * @param revision the roster's revision at which all pages are read; 0 if there is none
   * @param last the key of the last resource on the page, in the list's own form
   */
  public record PagePosition(long revision, String last) {}

  /** Reads which page a request with {@code page_size} and {@code page_token} asks for. */
  public PageRequest page(Message request) {
    return PageRequest.of(this, request);
  }

  /** Writes a token. */
  public String write(ListIdentity list, PagePosition position) {
    var last = position.last().getBytes(UTF_8);
    var body =
        ByteBuffer.allocate(HEAD_BYTES + last.length)
            .put(VERSION)
            .putLong(position.revision())
            .put(last)
            .array();
    return tokens.seal(identity(list), body);
  }

  /**
   * Reads a request's {@code page_token}; empty if the text is empty. Refuses a token that this
   * class did not write.
   */
  public Optional<PagePosition> read(ListIdentity list, String pageToken) {
    if (pageToken.isEmpty()) {
      return Optional.empty();
    }
    var body =
        tokens
            .open(identity(list), pageToken)
            .filter(bytes -> bytes.length >= HEAD_BYTES && bytes[0] == VERSION)
            .orElseThrow(() -> RequestRefusals.pageTokenInvalid());
    return Optional.of(
        new PagePosition(
            ByteBuffer.wrap(body).getLong(1),
            new String(body, HEAD_BYTES, body.length - HEAD_BYTES, UTF_8)));
  }

  private List<String> identity(ListIdentity list) {
    return Stream.concat(list.parts().stream(), caller.get().stream()).toList();
  }
}
