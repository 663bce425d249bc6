package dev.homeroom.cli.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Adds to the commands that a text names the flags with which they reach the same {@code up}: to a
 * line that is a command, and to a command between backticks.
 */
public final class CommandHints {
  private static final Pattern COMMAND =
      Pattern.compile("(?m)(^ *\\./homeroom .*?(?=   #|$)|`\\./homeroom [^`]*(?=`))");

  private CommandHints() {}

  /**
   * The text with the flags.
   *
   * @param flags with a blank in front; empty where none are needed
   */
  public static String withFlags(String text, String flags) {
    return COMMAND.matcher(text).replaceAll("$1" + Matcher.quoteReplacement(flags));
  }
}
