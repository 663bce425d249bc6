package dev.homeroom.server.rpc;

/** How many resources a page holds. */
public final class Paging {
  private static final int USUAL = 100;
  private static final int MOST = 1000;

  private Paging() {}

  /** The size that a request's {@code page_size} stands for, or refuses it. */
  public static int size(int pageSize) {
    if (pageSize < 0 || pageSize > MOST) {
      throw RequestRefusals.invalidField(
          "page_size", "must be 0 to " + MOST + "; 0 stands for " + USUAL);
    }
    return pageSize == 0 ? USUAL : pageSize;
  }
}
