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
 * @param flags what a command that is printed needs to reach the same {@code up}, with a blank in
 *     front; empty where it needs nothing
 */
public record Console(
    PrintStream out, PrintStream talk, boolean terminal, int columns, String flags) {
  /** A console whose commands need no flags. */
  public Console(PrintStream out, PrintStream talk, boolean terminal, int columns) {
    this(out, talk, terminal, columns, "");
  }

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

  /** The same, whose commands carry these flags. */
  public Console withFlags(String itsFlags) {
    return new Console(out, talk, terminal, columns, itsFlags);
  }

  /** A command of ours as it is to be typed, with the flags that it needs. */
  public String command(String words) {
    return "./homeroom " + words + flags;
  }

  /** A line for people; commands of ours in it get the flags that they need. */
  public String line(String line) {
    return CommandHints.withFlags(line, flags);
  }

  /** Says one line; commands of ours in it get the flags that they need. */
  public void say(String line) {
    talk.println(line(line));
  }
}
