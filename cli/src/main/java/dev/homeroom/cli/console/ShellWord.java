package dev.homeroom.cli.console;

/** Quotes a word for a shell. */
public final class ShellWord {
  private ShellWord() {}

  /** Returns the word, in quotes where a shell would change it. */
  public static String of(String word) {
    return word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
