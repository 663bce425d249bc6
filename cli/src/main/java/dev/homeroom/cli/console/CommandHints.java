package dev.homeroom.cli.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Adds flags to the commands in a text, so that they reach the same {@code up}: to a line that is a
 * command, and to a command in backticks.
 */
public final class CommandHints {
  private static final Pattern COMMAND =
      Pattern.compile("(?m)(^ *\\./homeroom .*?(?=   #|$)|`\\./homeroom [^`]*(?=`))");

  private CommandHints() {}

  /**
   * Returns the text with the flags.
   *
   * @param flags with a leading blank; empty where none are needed
   */
  public static String withFlags(String text, String flags) {
    return COMMAND.matcher(text).replaceAll("$1" + Matcher.quoteReplacement(flags));
  }
}
