package dev.homeroom.cli.console;

import java.io.PrintStream;
import java.util.Set;

/**
 * Where a command's words go: its result to standard output, everything else to {@code talk}.
 *
 * @param out takes what was asked for
 * @param talk takes progress and hints: standard output, or standard error when a program reads the
 *     result
 * @param terminal whether {@code talk} is a terminal, on which a line may be drawn over
 * @param columns the terminal's width
 */
public record Console(PrintStream out, PrintStream talk, boolean terminal, int columns) {
  /**
   * This process's console. The launcher tells by system properties which streams are terminals,
   * because Java cannot ask for each of them.
   *
   * @param quietOut true: standard output holds nothing but the result
   */
  public static Console ofProcess(boolean quietOut) {
    var terminals = Set.of(System.getProperty("homeroom.terminal", "").split(",", -1));
    return new Console(
        System.out,
        quietOut ? System.err : System.out,
        terminals.contains(quietOut ? "err" : "out"),
        Integer.getInteger("homeroom.columns", 80));
  }

  /** Says one line. */
  public void say(String line) {
    talk.println(line);
  }
}
