package dev.homeroom.server.rpc;

/** The number of resources on a page. */
public final class Paging {
  private static final int USUAL = 100;
  private static final int MOST = 1000;

  private Paging() {}

  /** The size for a request's {@code page_size}; refuses a value out of bounds. */
  public static int size(int pageSize) {
    if (pageSize < 0 || pageSize > MOST) {
      throw RequestRefusals.invalidField(
          "page_size", "must be 0 to " + MOST + "; 0 stands for " + USUAL);
    }
    return pageSize == 0 ? USUAL : pageSize;
  }
}
