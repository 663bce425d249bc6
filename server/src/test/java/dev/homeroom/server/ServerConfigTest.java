package dev.homeroom.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.homeroom.clever.http.CleverVersion;
import dev.homeroom.clever.http.ClientCredentials;
import dev.homeroom.server.access.Limits;
import dev.homeroom.server.db.DatabaseConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every key and every default. */
final class ServerConfigTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final Map<String, String> least = new HashMap<>();

  @BeforeEach
  void setUp() throws IOException {
    least.put("HOMEROOM_DATABASE_URL", "jdbc:postgresql://localhost/homeroom");
    least.put("HOMEROOM_DATABASE_USER", "homeroom");
    least.put("HOMEROOM_KEYSET_FILE", file("keyset.json", "{}"));
    least.put("HOMEROOM_ACCESS_FILE", file("access.yaml", "issuers: []"));
    file("empty", "\n");
  }

  @Test
  void what_is_not_set_has_its_default() {
    assertThat(ServerConfig.from(least))
        .isEqualTo(
            new ServerConfig(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 7070),
                Optional.empty(),
                new DatabaseConfig("jdbc:postgresql://localhost/homeroom", "homeroom", ""),
                new ServerConfig.CleverSettings(
                    URI.create("https://api.clever.com"),
                    URI.create("https://clever.com"),
                    CleverVersion.V3_1,
                    Optional.empty()),
                folder.resolve("keyset.json"),
                folder.resolve("access.yaml"),
                Optional.empty(),
                Duration.ofSeconds(15),
                8,
                Duration.ofDays(90),
                Duration.ofHours(24),
                Duration.ofSeconds(10),
                new ServerConfig.History(Duration.ofDays(400), Duration.ofMinutes(1)),
                new Limits(100, 200, 60_000),
                Duration.ofDays(14),
                new ConnectionLimits(
                    1000,
                    200,
                    500,
                    12,
                    5000,
                    2000,
                    500,
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(8)),
                ServerConfig.SecretPaths.NONE));
  }

  @Test
  void what_is_set_holds() throws IOException {
    var environment = new HashMap<>(least);
    environment.put("HOMEROOM_LISTEN", "0.0.0.0:8443");
    environment.put("HOMEROOM_TLS_CERT_FILE", file("tls.crt", ""));
    environment.put("HOMEROOM_TLS_KEY_FILE", file("tls.key", ""));
    environment.put("HOMEROOM_TLS_CLIENT_CA_FILE", file("clients.crt", ""));
    environment.put("HOMEROOM_DATABASE_PASSWORD_FILE", file("password", "one\n"));
    environment.put("HOMEROOM_CLEVER_API_URL", "http://127.0.0.1:7080");
    environment.put("HOMEROOM_CLEVER_OAUTH_URL", "http://127.0.0.1:7081");
    environment.put("HOMEROOM_CLEVER_CLIENT_ID", "client");
    environment.put("HOMEROOM_CLEVER_CLIENT_SECRET_FILE", file("secret", "two\n"));
    environment.put("HOMEROOM_CLEVER_VERSION", "v3.0");
    environment.put("HOMEROOM_READY_FILE", "/run/ready.json");
    environment.put("HOMEROOM_LEASE", "PT2S");
    environment.put("HOMEROOM_SYNCS_AT_ONCE", "3");
    environment.put("HOMEROOM_RUN_RETENTION", "P7D");
    environment.put("HOMEROOM_FULL_EVERY", "PT6H");
    environment.put("HOMEROOM_DRAIN", "PT0S");
    environment.put("HOMEROOM_GRACE_DAYS", "30");
    environment.put("HOMEROOM_HISTORY_RETENTION", "P30D");
    environment.put("HOMEROOM_WATCH_PATIENCE", "PT5S");
    environment.put("HOMEROOM_CALLS_AT_ONCE", "7");
    environment.put("HOMEROOM_STREAMS_AT_ONCE", "8");
    environment.put("HOMEROOM_CALLS_PER_MINUTE", "900");
    environment.put("HOMEROOM_CONNECTIONS", "90");
    environment.put("HOMEROOM_ADDRESS_CONNECTIONS", "20");
    environment.put("HOMEROOM_CONNECTION_CALLS", "50");
    environment.put("HOMEROOM_CALL_MEMORY_PERCENT", "5");
    environment.put("HOMEROOM_ADDRESS_FRAMES_PER_SECOND", "800");
    environment.put("HOMEROOM_CONNECTION_CONTROL_FRAMES", "300");
    environment.put("HOMEROOM_CONNECTION_RESETS", "40");
    environment.put("HOMEROOM_HANDSHAKE", "PT3S");
    environment.put("HOMEROOM_CONNECTION_PATIENCE", "PT5M");
    environment.put("HOMEROOM_CONNECTION_IDLE", "PT1H");

    assertThat(ServerConfig.from(environment))
        .isEqualTo(
            new ServerConfig(
                new InetSocketAddress("0.0.0.0", 8443),
                Optional.of(
                    new ServerConfig.Tls(
                        folder.resolve("tls.crt"),
                        folder.resolve("tls.key"),
                        Optional.of(folder.resolve("clients.crt")))),
                new DatabaseConfig("jdbc:postgresql://localhost/homeroom", "homeroom", "one"),
                new ServerConfig.CleverSettings(
                    URI.create("http://127.0.0.1:7080"),
                    URI.create("http://127.0.0.1:7081"),
                    CleverVersion.V3_0,
                    Optional.of(new ClientCredentials("client", "two"))),
                folder.resolve("keyset.json"),
                folder.resolve("access.yaml"),
                Optional.of(Path.of("/run/ready.json")),
                Duration.ofSeconds(2),
                3,
                Duration.ofDays(7),
                Duration.ofHours(6),
                Duration.ZERO,
                new ServerConfig.History(Duration.ofDays(30), Duration.ofSeconds(5)),
                new Limits(7, 8, 900),
                Duration.ofDays(30),
                new ConnectionLimits(
                    90,
                    20,
                    50,
                    5,
                    800,
                    300,
                    40,
                    Duration.ofSeconds(3),
                    Duration.ofMinutes(5),
                    Duration.ofHours(1),
                    Duration.ofSeconds(8)),
                new ServerConfig.SecretPaths(
                    Optional.of(folder.resolve("password")),
                    Optional.of(folder.resolve("secret")))));
  }

  @Test
  void secrets_may_be_given_without_a_file() {
    var environment = new HashMap<>(least);
    environment.put("HOMEROOM_DATABASE_PASSWORD", "one");
    environment.put("HOMEROOM_CLEVER_CLIENT_ID", "client");
    environment.put("HOMEROOM_CLEVER_CLIENT_SECRET", "two");

    var config = ServerConfig.from(environment);

    assertThat(config.database().password()).isEqualTo("one");
    assertThat(config.clever().client()).contains(new ClientCredentials("client", "two"));
    assertThat(config.toString()).doesNotContain("one").doesNotContain("two");
  }

  @TestFactory
  Stream<DynamicTest> a_key_that_is_missing_or_malformed_is_told_with_an_example() {
    return Stream.of(
        wrong("HOMEROOM_LISTEN", "7070"),
        wrong("HOMEROOM_LISTEN", "localhost:70000"),
        wrong("HOMEROOM_TLS_KEY_FILE", "/tls.key"),
        wrong("HOMEROOM_DATABASE_URL", ""),
        wrong("HOMEROOM_DATABASE_URL", "postgres://localhost"),
        wrong("HOMEROOM_DATABASE_USER", ""),
        wrong("HOMEROOM_DATABASE_PASSWORD_FILE", "/nowhere"),
        empty("HOMEROOM_DATABASE_PASSWORD_FILE"),
        empty("HOMEROOM_CLEVER_CLIENT_SECRET_FILE"),
        wrong("HOMEROOM_CLEVER_API_URL", "api.clever.com"),
        wrong("HOMEROOM_CLEVER_OAUTH_URL", "https://x y"),
        wrong("HOMEROOM_CLEVER_CLIENT_SECRET", "secret"),
        wrong("HOMEROOM_CLEVER_CLIENT_ID", "client"),
        wrong("HOMEROOM_CLEVER_VERSION", "v2.1"),
        wrong("HOMEROOM_KEYSET_FILE", ""),
        wrong("HOMEROOM_KEYSET_FILE", "/nowhere"),
        wrong("HOMEROOM_ACCESS_FILE", ""),
        wrong("HOMEROOM_FULL_EVERY", "PT30S"),
        wrong("HOMEROOM_LEASE", "15s"),
        wrong("HOMEROOM_LEASE", "PT0.5S"),
        wrong("HOMEROOM_DRAIN", "PT1H"),
        wrong("HOMEROOM_GRACE_DAYS", "3651"),
        wrong("HOMEROOM_HISTORY_RETENTION", "400"),
        wrong("HOMEROOM_HISTORY_RETENTION", "PT1H"),
        wrong("HOMEROOM_WATCH_PATIENCE", "P1D"),
        wrong("HOMEROOM_CALLS_AT_ONCE", "0"),
        wrong("HOMEROOM_CALLS_PER_MINUTE", "many"),
        wrong("HOMEROOM_CONNECTIONS", "0"),
        wrong("HOMEROOM_ADDRESS_CONNECTIONS", "-1"),
        wrong("HOMEROOM_CONNECTION_CALLS", "100001"),
        wrong("HOMEROOM_CALL_MEMORY_PERCENT", "51"),
        wrong("HOMEROOM_ADDRESS_FRAMES_PER_SECOND", "99"),
        wrong("HOMEROOM_CONNECTION_CONTROL_FRAMES", "1"),
        wrong("HOMEROOM_CONNECTION_RESETS", "9"),
        wrong("HOMEROOM_HANDSHAKE", "PT0S"),
        wrong("HOMEROOM_CONNECTION_PATIENCE", "PT1M"),
        wrong("HOMEROOM_CONNECTION_IDLE", "10m"));
  }

  @Test
  void the_readme_lists_every_key_as_it_is() throws IOException {
    var readme = Files.readString(Path.of("README.md"));

    assertThat(readme).contains(String.join("\n", ConfigKey.table()));
    assertThat(readme.lines().filter(line -> line.startsWith("| `HOMEROOM_")))
        .hasSize(ConfigKey.values().length);
  }

  private DynamicTest empty(String key) {
    return wrong(key, folder.resolve("empty").toString());
  }

  private DynamicTest wrong(String key, String value) {
    return DynamicTest.dynamicTest(
        key + "=" + value,
        () -> {
          var environment = new HashMap<>(least);
          environment.put(key, value);
          assertThatThrownBy(() -> ServerConfig.from(environment))
              .isInstanceOf(ConfigException.class)
              .message()
              .matches(message ->
                  Arrays.stream(ConfigKey.values())
                      .anyMatch(named -> message.startsWith(named + " ")))
              .contains(key.substring(0, key.lastIndexOf('_')))
              .contains("for example ")
              .hasLineCount(1);
        });
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
