package dev.homeroom.sandbox.identity;

import dev.homeroom.sandbox.oidc.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys that sign id_tokens, by number: shared by all sandboxes of this process, since making
 * one takes longer than everything else, or kept in files of one sandbox. Thread-safe.
 */
public final class IdTokenKeys {
  private static final IdTokenKeys SHARED = new IdTokenKeys(Optional.empty());

  private final Optional<Path> directory;
  private final List<SigningKey> keys = new ArrayList<>();

  private IdTokenKeys(Optional<Path> directory) {
    this.directory = directory;
  }

  /** Keys that last as long as this process. */
  public static IdTokenKeys shared() {
    return SHARED;
  }

  /** Keys in files of a folder, which outlive the process. */
  public static IdTokenKeys keptIn(Path directory) {
    return new IdTokenKeys(Optional.of(directory));
  }

  /**
   * The key with this number, starting at 0. It is made when it is first used.
   *
   * @throws IllegalStateException when its file cannot be read
   */
  synchronized SigningKey key(int number) {
    while (keys.size() <= number) {
      keys.add(next());
    }
    return keys.get(number);
  }

  private SigningKey next() {
    if (directory.isEmpty()) {
      return SigningKey.onDemand();
    }
    try {
      return SigningKey.keptOnDemand(directory.get().resolve("clever-key-" + keys.size()));
    } catch (IOException e) {
      throw new IllegalStateException("a key of id_tokens cannot be read: " + e.getMessage(), e);
    }
  }
}
