package dev.homeroom.server;

/** The environment cannot be used. The message is one line with the key and an example. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ConfigException(String message) {
    super(message);
  }
}
