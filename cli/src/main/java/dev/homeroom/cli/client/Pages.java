package dev.homeroom.cli.client;

import java.util.function.Consumer;
import java.util.function.Function;

/** Reads a list page by page to its end. */
public final class Pages {
  private Pages() {}

  /**
   * Passes on every page.
   *
   * @param page loads the page of a token; the first page has an empty token
   * @param next returns the token of the page after a page; empty after the last
   * @param taken receives each page
   */
  public static <P> void each(
      Function<String, P> page, Function<P, String> next, Consumer<P> taken) {
    var token = "";
    do {
      var loaded = page.apply(token);
      taken.accept(loaded);
      token = next.apply(loaded);
    } while (!token.isEmpty());
  }
}
