package dev.homeroom.server.rpc;

import com.google.protobuf.Message;
import dev.homeroom.server.rpc.PageTokens.ListIdentity;
import dev.homeroom.server.rpc.PageTokens.PagePosition;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The page that a request asks for with its {@code page_size} and {@code page_token}. */
public final class PageRequest {
  private static final int USUAL = 100;
  private static final int MOST = 1000;

  private final PageTokens tokens;
  private final ListIdentity list;
  private final int size;
  private final String token;

  private PageRequest(PageTokens tokens, ListIdentity list, int size, String token) {
    this.tokens = tokens;
    this.list = list;
    this.size = size;
    this.token = token;
  }

  static PageRequest of(PageTokens tokens, Message request) {
    return new PageRequest(
        tokens,
        ListIdentity.of(request),
        size((Integer) value(request, "page_size")),
        (String) value(request, "page_token"));
  }

  /**
   * A page of a list.
   *
   * @param next the token of the next page; empty on the last one
   */
  public record Page<T>(List<T> items, String next) {}

  /** Returns the largest number of items on the page. */
  public int size() {
    return size;
  }

  /** Returns the number of items to read: one more than fits, which shows that a page follows. */
  public int limit() {
    return size + 1;
  }

  /**
   * Returns the place after which the page begins; empty for the first page. Refuses a token that
   * does not belong to the list.
   */
  public Optional<PagePosition> position() {
    return tokens.read(list, token);
  }

  /** Returns the key of the item after which the page begins; empty for the first page. */
  public Optional<String> after() {
    return position().map(PagePosition::last);
  }

  /** Cuts the page from the first {@link #limit} items of the rest of the list. */
  public <T> Page<T> cut(List<T> read, Function<T, String> key) {
    return cutAt(read, item -> new PagePosition(0, key.apply(item)));
  }

  /** Cuts the page of a list whose positions name revisions. */
  public <T> Page<T> cutAt(List<T> read, Function<T, PagePosition> position) {
    return read.size() > size
        ? new Page<>(read.subList(0, size), token(position.apply(read.get(size - 1))))
        : new Page<>(read, "");
  }

  /** Returns the token of the page after a position. */
  public String token(PagePosition last) {
    return tokens.write(list, last);
  }

  private static int size(int asked) {
    if (asked < 0 || asked > MOST) {
      throw RequestRefusals.invalidField(
          "page_size", "must be 0 to " + MOST + "; 0 stands for " + USUAL);
    }
    return asked == 0 ? USUAL : asked;
  }

  private static Object value(Message request, String field) {
    return request.getField(request.getDescriptorForType().findFieldByName(field));
  }
}
