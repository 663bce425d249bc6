package dev.homeroom.server;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The environment variables that the server reads, in the order of its README. */
enum ConfigKey {
  HOMEROOM_LISTEN("127.0.0.1:7070", "127.0.0.1:7070", "address and port of the gRPC server"),
  HOMEROOM_TLS_CERT_FILE("", "/tls/tls.crt", "PEM certificate chain; empty: no TLS"),
  HOMEROOM_TLS_KEY_FILE("", "/tls/tls.key", "PEM private key of the certificate"),
  HOMEROOM_TLS_CLIENT_CA_FILE(
      "",
      "/tls/clients.crt",
      "PEM certificates of the authority that signs callers' certificates; empty: callers need none"),
  HOMEROOM_DATABASE_URL(
      null,
      "jdbc:postgresql://localhost:5432/homeroom",
      "Postgres, 18 or newer; its database has the encoding UTF8"),
  HOMEROOM_DATABASE_USER(null, "homeroom", "the role that owns the schema"),
  HOMEROOM_DATABASE_PASSWORD("", "secret", "its password, unless the next key is set"),
  HOMEROOM_DATABASE_PASSWORD_FILE(
      "", "/db/password", "a file with the password; read again when it changes"),
  HOMEROOM_CLEVER_API_URL("https://api.clever.com", "https://api.clever.com", "Clever's Data API"),
  HOMEROOM_CLEVER_OAUTH_URL("https://clever.com", "https://clever.com", "Clever's token list"),
  HOMEROOM_CLEVER_CLIENT_ID("", "4c63c1cf623dce82caac", "the app's id at Clever"),
  HOMEROOM_CLEVER_CLIENT_SECRET(
      "", "secret", "the app's secret at Clever, unless the next key is set"),
  HOMEROOM_CLEVER_CLIENT_SECRET_FILE(
      "", "/clever/secret", "a file with the secret; read again when it changes"),
  HOMEROOM_CLEVER_VERSION("v3.1", "v3.1", "version of Clever's Data API, v3.0 or v3.1"),
  HOMEROOM_KEYSET_FILE(null, "/keys/keyset.json", "the Tink keyset; `Main keyset` prints one"),
  HOMEROOM_ACCESS_FILE(
      null, "/access/access.yaml", "the file that says who may call; read again when it changes"),
  HOMEROOM_READY_FILE(
      "", "/run/homeroom.json", "the file that is written when the server is ready"),
  HOMEROOM_LEASE(
      "PT15S",
      "PT15S",
      "how long a server keeps a sync run without renewing its lease, 1 s to 1 h"),
  HOMEROOM_SYNCS_AT_ONCE("8", "8", "how many districts this server syncs at once, 1 to 100"),
  HOMEROOM_RUN_RETENTION("P90D", "P90D", "how long finished sync runs are kept, 1 to 3650 days"),
  HOMEROOM_FULL_EVERY(
      "PT24H", "PT24H", "the longest time between full reads of a district, 1 min to 30 days"),
  HOMEROOM_DRAIN("PT10S", "PT10S", "how long open calls may go on after SIGTERM, at most 5 min"),
  HOMEROOM_HISTORY_RETENTION(
      "P400D", "P400D", "how long former rows of rosters are kept, 1 to 36500 d"),
  HOMEROOM_GRACE_DAYS(
      "14", "14", "days for which apps read on after a declaration's end, 0 to 3650"),
  HOMEROOM_WATCH_PATIENCE(
      "PT1M", "PT1M", "how long `WatchRoster` waits for its reader, 1 s to 1 h"),
  HOMEROOM_CALLS_AT_ONCE(
      "100", "100", "calls of one caller at the same time, streams aside, 1 to 1000000"),
  HOMEROOM_STREAMS_AT_ONCE("200", "200", "streams of one caller at the same time, 1 to 1000000"),
  HOMEROOM_CALLS_PER_MINUTE("60000", "60000", "calls of one caller a minute, 1 to 100000000"),
  HOMEROOM_CONNECTIONS("1000", "1000", "connections at the same time, 1 to 100000"),
  HOMEROOM_ADDRESS_CONNECTIONS(
      "200", "200", "connections of one address (IPv6: of one /64) at the same time, 1 to 100000"),
  HOMEROOM_CONNECTION_CALLS(
      "500", "500", "calls and streams of one connection at the same time, 1 to 100000"),
  HOMEROOM_CALL_MEMORY_PERCENT(
      "12", "12", "the part of the heap that open calls may hold, 1 to 50"),
  HOMEROOM_ADDRESS_FRAMES_PER_SECOND(
      "5000", "5000", "calls and control frames of one address a second, 100 to 10000000"),
  HOMEROOM_CONNECTION_CONTROL_FRAMES(
      "2000", "2000", "pings, settings, resets of one connection in 10 s, 100 to 1000000"),
  HOMEROOM_CONNECTION_RESETS(
      "500", "500", "calls of one connection that are reset in 30 s, 10 to 1000000"),
  HOMEROOM_HANDSHAKE("PT10S", "PT10S", "how long TLS and HTTP/2 may take to begin, 1 s to 5 min"),
  HOMEROOM_CONNECTION_PATIENCE(
      "PT2M",
      "PT2M",
      "how long requests may take to come and answers to be read, 2 s to 2 h; longer than the"
          + " patience of `WatchRoster`"),
  HOMEROOM_CONNECTION_IDLE(
      "PT10M", "PT10M", "how long a connection stays without a call, 1 s to 7 days");

  private final Optional<String> preset;
  private final String example;
  private final String meaning;

  ConfigKey(@Nullable String preset, String example, String meaning) {
    this.preset = Optional.ofNullable(preset);
    this.example = example;
    this.meaning = meaning;
  }

  /** The default; an empty text: no value; absent: the key is required. */
  Optional<String> preset() {
    return preset;
  }

  /** A valid value. */
  String example() {
    return example;
  }

  /** The rows of the table in the README. */
  static List<String> table() {
    return Arrays.stream(values())
        .map(key ->
            "| `%s` | %s | %s |"
                .formatted(
                    key,
                    key.preset
                        .map(text -> text.isEmpty() ? "" : "`" + text + "`")
                        .orElse("required"),
                    key.meaning))
        .toList();
  }

  ConfigException wrong(String what) {
    return new ConfigException(this + " " + what + ", for example " + example);
  }
}
