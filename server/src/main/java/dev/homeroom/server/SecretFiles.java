package dev.homeroom.server;

import dev.homeroom.clever.http.ClientCredentials;
import dev.homeroom.server.file.FileHealth;
import dev.homeroom.server.file.FileWatch;
import dev.homeroom.server.file.SecretFile;
import dev.homeroom.server.file.UnusableFileException;
import dev.homeroom.server.file.WatchedFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The server's own secrets: the password of Postgres and the client secret at Clever. A secret in a
 * file follows the file, for connections and requests from then on; one in the environment stays as
 * it is.
 */
final class SecretFiles implements AutoCloseable {
  private final ServerConfig config;
  private final Optional<WatchedFile<String>> databasePassword;
  private final Optional<WatchedFile<String>> clientSecret;
  private final FileWatch watch;

  private SecretFiles(ServerConfig config, Clock clock) {
    this.config = config;
    this.databasePassword =
        read(
            ConfigKey.HOMEROOM_DATABASE_PASSWORD_FILE,
            config.secretPaths().databasePassword(),
            clock);
    this.clientSecret =
        read(
            ConfigKey.HOMEROOM_CLEVER_CLIENT_SECRET_FILE,
            config.secretPaths().clientSecret(),
            clock);
    var files =
        Stream.of(databasePassword, clientSecret)
            .flatMap(Optional::stream)
            .<WatchedFile<?>>map(file -> file)
            .toList();
    this.watch = FileWatch.start(() -> files, WatchedFile.PAUSE);
  }

  /**
   * Reads the files and watches them.
   *
   * @throws ConfigException if one cannot be used
   */
  static SecretFiles open(ServerConfig config, Clock clock) {
    return new SecretFiles(config, clock);
  }

  /**
   * Reads the file of a key.
   *
   * @throws ConfigException if it cannot be used
   */
  static WatchedFile<String> read(ConfigKey key, Path file, Clock clock) {
    try {
      return SecretFile.text(key.name(), file, clock);
    } catch (UnusableFileException unusable) {
      throw key.wrong("names a file that cannot be used: " + file + ": " + unusable.getMessage());
    }
  }

  private static Optional<WatchedFile<String>> read(
      ConfigKey key, Optional<Path> file, Clock clock) {
    return file.map(path -> read(key, path, clock));
  }

  /** Returns the current password for Postgres; empty if Postgres asks for none. */
  String databasePassword() {
    return databasePassword.map(WatchedFile::current).orElse(config.database().password());
  }

  /** Returns our current credentials at Clever; empty if every district brings its own token. */
  Optional<Supplier<ClientCredentials>> client() {
    return config
        .clever()
        .client()
        .map(given ->
            () ->
                clientSecret
                    .map(secret -> new ClientCredentials(given.id(), secret.current()))
                    .orElse(given));
  }

  /** Reports the health of the files from now on. */
  void addTo(FileHealth health) {
    databasePassword.ifPresent(file -> health.add("database-password", file));
    clientSecret.ifPresent(file -> health.add("clever-client-secret", file));
  }

  @Override
  public void close() {
    watch.close();
  }
}
