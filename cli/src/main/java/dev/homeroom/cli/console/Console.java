package dev.homeroom.cli.console;

import java.io.PrintStream;
import java.util.Set;

/**
 * The streams of a command's output: its result goes to standard output, everything else to {@code
 * talk}.
 *
 * @param out takes the result
 * @param talk takes progress and hints: standard output, or standard error when a program reads the
 *     result
 * @param terminal true if {@code talk} is a terminal, on which a line can be redrawn
 * @param columns the terminal's width
 * @param flags the flags with which a printed command reaches the same {@code up}, with a leading
 *     blank; empty where none are needed
 */
public record Console(
    PrintStream out, PrintStream talk, boolean terminal, int columns, String flags) {
  /** Creates a console whose commands need no flags. */
  public Console(PrintStream out, PrintStream talk, boolean terminal, int columns) {
    this(out, talk, terminal, columns, "");
  }

  /**
   * Returns this process's console. System properties set by the launcher say which streams are
   * terminals, because Java cannot ask for each of them.
   *
   * @param quietOut true if standard output holds nothing but the result
   */
  public static Console ofProcess(boolean quietOut) {
    var terminals = Set.of(System.getProperty("homeroom.terminal", "").split(",", -1));
    return new Console(
        System.out,
        quietOut ? System.err : System.out,
        terminals.contains(quietOut ? "err" : "out"),
        Integer.getInteger("homeroom.columns", 80));
  }

  /** Returns the same console with other flags for its commands. */
  public Console withFlags(String itsFlags) {
    return new Console(out, talk, terminal, columns, itsFlags);
  }

  /** Returns one of our commands as a person types it, with the flags that it needs. */
  public String command(String words) {
    return "./homeroom " + words + flags;
  }

  /** Returns the line with the needed flags added to our commands in it. */
  public String line(String line) {
    return CommandHints.withFlags(line, flags);
  }

  /** Prints one line with the needed flags added to our commands in it. */
  public void say(String line) {
    talk.println(line(line));
  }
}
