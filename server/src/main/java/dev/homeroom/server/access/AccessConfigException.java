package dev.homeroom.server.access;

import dev.homeroom.server.file.UnusableFileException;

/** access.yaml cannot be used. The message is one line that names the place and what is allowed. */
public final class AccessConfigException extends UnusableFileException {
  private static final long serialVersionUID = 1;

  private final String sentence;

  AccessConfigException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  /** The message. */
  public String sentence() {
    return sentence;
  }
}
