package dev.homeroom.cli.console;

/** One word of a command, as a shell has to be given it. */
public final class ShellWord {
  private ShellWord() {}

  /** The word, in quotes where a shell would read it otherwise. */
  public static String of(String word) {
    return word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
