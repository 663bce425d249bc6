package dev.homeroom.server;

import static dev.homeroom.server.ConfigKey.HOMEROOM_ACCESS_FILE;
import static dev.homeroom.server.ConfigKey.HOMEROOM_ADDRESS_CONNECTIONS;
import static dev.homeroom.server.ConfigKey.HOMEROOM_ADDRESS_FRAMES_PER_SECOND;
import static dev.homeroom.server.ConfigKey.HOMEROOM_CALLS_AT_ONCE;
import static dev.homeroom.server.ConfigKey.HOMEROOM_CALLS_PER_MINUTE;
import static dev.homeroom.server.ConfigKey.HOMEROOM_CALL_MEMORY_PERCENT;
import static dev.homeroom.server.ConfigKey.HOMEROOM_CLEVER_API_URL;
import static dev.homeroom.server.ConfigKey.HOMEROOM_CLEVER_CLIENT_ID;
import static dev.homeroom.server.ConfigKey.HOMEROOM_CLEVER_CLIENT_SECRET;
import static dev.homeroom.server.ConfigKey.HOMEROOM_CLEVER_CLIENT_SECRET_FILE;
import static dev.homeroom.server.ConfigKey.HOMEROOM_CLEVER_OAUTH_URL;
import static dev.homeroom.server.ConfigKey.HOMEROOM_CLEVER_VERSION;
import static dev.homeroom.server.ConfigKey.HOMEROOM_CONNECTIONS;
import static dev.homeroom.server.ConfigKey.HOMEROOM_CONNECTION_CALLS;
import static dev.homeroom.server.ConfigKey.HOMEROOM_CONNECTION_CONTROL_FRAMES;
import static dev.homeroom.server.ConfigKey.HOMEROOM_CONNECTION_IDLE;
import static dev.homeroom.server.ConfigKey.HOMEROOM_CONNECTION_PATIENCE;
import static dev.homeroom.server.ConfigKey.HOMEROOM_CONNECTION_RESETS;
import static dev.homeroom.server.ConfigKey.HOMEROOM_DATABASE_PASSWORD;
import static dev.homeroom.server.ConfigKey.HOMEROOM_DATABASE_PASSWORD_FILE;
import static dev.homeroom.server.ConfigKey.HOMEROOM_DATABASE_URL;
import static dev.homeroom.server.ConfigKey.HOMEROOM_DATABASE_USER;
import static dev.homeroom.server.ConfigKey.HOMEROOM_DRAIN;
import static dev.homeroom.server.ConfigKey.HOMEROOM_FULL_EVERY;
import static dev.homeroom.server.ConfigKey.HOMEROOM_GRACE_DAYS;
import static dev.homeroom.server.ConfigKey.HOMEROOM_HANDSHAKE;
import static dev.homeroom.server.ConfigKey.HOMEROOM_HISTORY_RETENTION;
import static dev.homeroom.server.ConfigKey.HOMEROOM_KEYSET_FILE;
import static dev.homeroom.server.ConfigKey.HOMEROOM_LEASE;
import static dev.homeroom.server.ConfigKey.HOMEROOM_LISTEN;
import static dev.homeroom.server.ConfigKey.HOMEROOM_READY_FILE;
import static dev.homeroom.server.ConfigKey.HOMEROOM_RUN_RETENTION;
import static dev.homeroom.server.ConfigKey.HOMEROOM_STREAMS_AT_ONCE;
import static dev.homeroom.server.ConfigKey.HOMEROOM_SYNCS_AT_ONCE;
import static dev.homeroom.server.ConfigKey.HOMEROOM_TLS_CERT_FILE;
import static dev.homeroom.server.ConfigKey.HOMEROOM_TLS_CLIENT_CA_FILE;
import static dev.homeroom.server.ConfigKey.HOMEROOM_TLS_KEY_FILE;
import static dev.homeroom.server.ConfigKey.HOMEROOM_WATCH_PATIENCE;

import dev.homeroom.clever.http.CleverVersion;
import dev.homeroom.clever.http.ClientCredentials;
import dev.homeroom.server.access.Limits;
import dev.homeroom.server.db.DatabaseConfig;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The configuration of this server. {@link ConfigKey} lists the environment variables.
 *
 * @param listen the address on which the gRPC server listens
 * @param tls the server's certificate; empty: no TLS
 * @param database the connection to Postgres
 * @param clever Clever's addresses, and our credentials there
 * @param keysetFile the Tink keyset that encrypts tokens
 * @param accessFile access.yaml
 * @param readyFile written when the server is ready; empty: none
 * @param lease how long a sync run stays with a server that no longer renews its lease
 * @param syncsAtOnce the largest number of districts that this server syncs at once
 * @param runRetention how long finished runs are kept
 * @param fullEvery the longest time between two full runs of a district, regardless of Clever's
 *     events
 * @param drain how long open calls may go on after the server is asked to stop
 * @param history how rosters are kept and followed
 * @param limits the limits of each caller
 * @param grace how long apps may still read after the end of a district's declaration
 * @param connections the limits of connections, which hold before any token
 * @param secretPaths the paths of secrets that are given as files
 */
public record ServerConfig(
    InetSocketAddress listen,
    Optional<Tls> tls,
    DatabaseConfig database,
    CleverSettings clever,
    Path keysetFile,
    Path accessFile,
    Optional<Path> readyFile,
    Duration lease,
    int syncsAtOnce,
    Duration runRetention,
    Duration fullEvery,
    Duration drain,
    History history,
    Limits limits,
    Duration grace,
    ConnectionLimits connections,
    SecretPaths secretPaths) {
  private static final int MANY_CALLS = 1_000_000;
  private static final int MANY_CONNECTIONS = 100_000;
  private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^]]+]|[^:]+):(\\d{1,5})");

  /**
   * PEM files; read again when they change.
   *
   * @param clients the authorities of the certificates that callers must present; empty: they need
   *     none
   */
  public record Tls(Path certificates, Path key, Optional<Path> clients) {}

  /**
   * Clever's addresses, and our credentials there.
   *
   * @param client our id and secret; empty: every district must have a token of its own
   */
  public record CleverSettings(
      URI apiUrl, URI oauthUrl, CleverVersion version, Optional<ClientCredentials> client) {}

  /**
   * Files with secrets, watched while the server runs; empty if the secret is given otherwise.
   *
   * @param databasePassword the password of {@link #database}
   * @param clientSecret the secret of our client at Clever
   */
  public record SecretPaths(Optional<Path> databasePassword, Optional<Path> clientSecret) {
    /** No secret is in a file. */
    public static final SecretPaths NONE = new SecretPaths(Optional.empty(), Optional.empty());
  }

  /**
   * The retention and watching of rosters.
   *
   * @param retention how long former rows are kept after their end
   * @param watchPatience how long a watch waits for its caller to be ready for a message
   */
  public record History(Duration retention, Duration watchPatience) {
    /** The default. */
    public static final History USUAL = new History(Duration.ofDays(400), Duration.ofMinutes(1));
  }

  /**
   * Reads the environment.
   *
   * @throws ConfigException if a key is missing or malformed
   */
  public static ServerConfig from(Map<String, String> environment) {
    var values = new Values(environment);
    return new ServerConfig(
        values.address(HOMEROOM_LISTEN),
        tls(values),
        new DatabaseConfig(
            values.matching(HOMEROOM_DATABASE_URL, "jdbc:postgresql:.+", "must be a JDBC URL"),
            values.text(HOMEROOM_DATABASE_USER),
            values.secret(HOMEROOM_DATABASE_PASSWORD, HOMEROOM_DATABASE_PASSWORD_FILE)),
        new CleverSettings(
            values.url(HOMEROOM_CLEVER_API_URL),
            values.url(HOMEROOM_CLEVER_OAUTH_URL),
            CleverVersion.of(
                values.matching(HOMEROOM_CLEVER_VERSION, "v3\\.[01]", "must be v3.0 or v3.1")),
            client(values)),
        values.path(HOMEROOM_KEYSET_FILE),
        values.path(HOMEROOM_ACCESS_FILE),
        values.file(HOMEROOM_READY_FILE),
        values.duration(HOMEROOM_LEASE, Duration.ofSeconds(1), Duration.ofHours(1)),
        values.number(HOMEROOM_SYNCS_AT_ONCE, 1, 100),
        values.duration(HOMEROOM_RUN_RETENTION, Duration.ofDays(1), Duration.ofDays(3650)),
        values.duration(HOMEROOM_FULL_EVERY, Duration.ofMinutes(1), Duration.ofDays(30)),
        values.duration(HOMEROOM_DRAIN, Duration.ZERO, Duration.ofMinutes(5)),
        new History(
            values.duration(HOMEROOM_HISTORY_RETENTION, Duration.ofDays(1), Duration.ofDays(36500)),
            watchPatience(values)),
        new Limits(
            values.number(HOMEROOM_CALLS_AT_ONCE, 1, MANY_CALLS),
            values.number(HOMEROOM_STREAMS_AT_ONCE, 1, MANY_CALLS),
            values.number(HOMEROOM_CALLS_PER_MINUTE, 1, 100 * MANY_CALLS)),
        Duration.ofDays(values.number(HOMEROOM_GRACE_DAYS, 0, 3650)),
        connections(values),
        new SecretPaths(
            values.file(HOMEROOM_DATABASE_PASSWORD_FILE),
            values.file(HOMEROOM_CLEVER_CLIENT_SECRET_FILE)));
  }

  private static ConnectionLimits connections(Values values) {
    return new ConnectionLimits(
        values.number(HOMEROOM_CONNECTIONS, 1, MANY_CONNECTIONS),
        values.number(HOMEROOM_ADDRESS_CONNECTIONS, 1, MANY_CONNECTIONS),
        values.number(HOMEROOM_CONNECTION_CALLS, 1, MANY_CONNECTIONS),
        values.number(HOMEROOM_CALL_MEMORY_PERCENT, 1, 50),
        values.number(HOMEROOM_ADDRESS_FRAMES_PER_SECOND, 100, 10 * MANY_CALLS),
        values.number(HOMEROOM_CONNECTION_CONTROL_FRAMES, 100, MANY_CALLS),
        values.number(HOMEROOM_CONNECTION_RESETS, 10, MANY_CALLS),
        values.duration(HOMEROOM_HANDSHAKE, Duration.ofSeconds(1), Duration.ofMinutes(5)),
        patience(values),
        values.duration(HOMEROOM_CONNECTION_IDLE, Duration.ofSeconds(1), Duration.ofDays(7)),
        ConnectionLimits.BETWEEN_PINGS);
  }

  /** A watch ends its slow reader itself, with a reason, before its connection does. */
  private static Duration patience(Values values) {
    var patience =
        values.duration(HOMEROOM_CONNECTION_PATIENCE, Duration.ofSeconds(2), Duration.ofHours(2));
    if (patience.compareTo(watchPatience(values)) <= 0) {
      throw HOMEROOM_CONNECTION_PATIENCE.wrong("must be longer than " + HOMEROOM_WATCH_PATIENCE);
    }
    return patience;
  }

  private static Duration watchPatience(Values values) {
    return values.duration(HOMEROOM_WATCH_PATIENCE, Duration.ofSeconds(1), Duration.ofHours(1));
  }

  private static Optional<Tls> tls(Values values) {
    var certificates = values.text(HOMEROOM_TLS_CERT_FILE);
    var key = values.text(HOMEROOM_TLS_KEY_FILE);
    var clients = values.text(HOMEROOM_TLS_CLIENT_CA_FILE);
    if (certificates.isEmpty() && key.isEmpty()) {
      if (!clients.isEmpty()) {
        throw HOMEROOM_TLS_CERT_FILE.wrong(
            "is missing, but is needed with " + HOMEROOM_TLS_CLIENT_CA_FILE);
      }
      return Optional.empty();
    }
    if (certificates.isEmpty()) {
      throw HOMEROOM_TLS_CERT_FILE.wrong("is missing, but is needed with " + HOMEROOM_TLS_KEY_FILE);
    }
    if (key.isEmpty()) {
      throw HOMEROOM_TLS_KEY_FILE.wrong("is missing, but is needed with " + HOMEROOM_TLS_CERT_FILE);
    }
    return Optional.of(
        new Tls(
            values.path(HOMEROOM_TLS_CERT_FILE),
            values.path(HOMEROOM_TLS_KEY_FILE),
            clients.isEmpty()
                ? Optional.empty()
                : Optional.of(values.path(HOMEROOM_TLS_CLIENT_CA_FILE))));
  }

  private static Optional<ClientCredentials> client(Values values) {
    var id = values.text(HOMEROOM_CLEVER_CLIENT_ID);
    var secret = values.secret(HOMEROOM_CLEVER_CLIENT_SECRET, HOMEROOM_CLEVER_CLIENT_SECRET_FILE);
    if (id.isEmpty() && secret.isEmpty()) {
      return Optional.empty();
    }
    if (id.isEmpty()) {
      throw HOMEROOM_CLEVER_CLIENT_ID.wrong("is missing, but the client's secret is set");
    }
    if (secret.isEmpty()) {
      throw HOMEROOM_CLEVER_CLIENT_SECRET_FILE.wrong("is missing, but the client's id is set");
    }
    return Optional.of(new ClientCredentials(id, secret));
  }

  /** Reads the values of keys, and refuses a wrong one with the sentence for people. */
  private record Values(Map<String, String> environment) {
    String text(ConfigKey key) {
      var value = environment.getOrDefault(key.name(), "").strip();
      if (!value.isEmpty()) {
        return value;
      }
      return key.preset().orElseThrow(() -> key.wrong("is missing"));
    }

    String matching(ConfigKey key, String form, String sentence) {
      var text = text(key);
      if (!text.matches(form)) {
        throw key.wrong(sentence);
      }
      return text;
    }

    /** A path to a readable file. */
    Path path(ConfigKey key) {
      var file = Path.of(text(key));
      if (!Files.isReadable(file)) {
        throw key.wrong("names a file that cannot be read: " + file);
      }
      return file;
    }

    String secret(ConfigKey key, ConfigKey fileKey) {
      var file = text(fileKey);
      if (file.isEmpty()) {
        return text(key);
      }
      if (!text(key).isEmpty()) {
        throw fileKey.wrong("must not be set together with " + key);
      }
      return SecretFiles.read(fileKey, path(fileKey), Clock.systemUTC()).current();
    }

    /** The file that an optional key names. */
    Optional<Path> file(ConfigKey key) {
      return Optional.of(text(key)).filter(file -> !file.isEmpty()).map(Path::of);
    }

    URI url(ConfigKey key) {
      return URI.create(
          matching(
              key,
              "https?://[A-Za-z0-9.\\-]+(:\\d{1,5})?(/[A-Za-z0-9._~/\\-]*)?",
              "must be an http or https URL"));
    }

    InetSocketAddress address(ConfigKey key) {
      var form = HOST_AND_PORT.matcher(text(key));
      if (!form.matches() || Integer.parseInt(form.group(2)) > 65535) {
        throw key.wrong("must be a host and a port");
      }
      var address = new InetSocketAddress(form.group(1), Integer.parseInt(form.group(2)));
      if (address.isUnresolved()) {
        throw key.wrong("names an unknown host");
      }
      return address;
    }

    int number(ConfigKey key, int least, int most) {
      var text = text(key);
      if (text.matches("\\d{1,9}")) {
        int value = Integer.parseInt(text);
        if (value >= least && value <= most) {
          return value;
        }
      }
      throw key.wrong("must be a whole number from " + least + " to " + most);
    }

    Duration duration(ConfigKey key, Duration least, Duration most) {
      try {
        var value = Duration.parse(text(key));
        if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
          return value;
        }
      } catch (DateTimeParseException malformed) {
        // Refused below.
      }
      throw key.wrong("must be an ISO-8601 duration from " + least + " to " + most);
    }
  }
}
