package dev.homeroom.cli.client;

import java.util.function.Consumer;
import java.util.function.Function;

/** Walks a list to its end. */
public final class Pages {
  private Pages() {}

  /**
   * Takes page after page.
   *
   * @param page loads the page that a token stands for, the first one by an empty token
   * @param next the token of the page behind one; empty behind the last
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
