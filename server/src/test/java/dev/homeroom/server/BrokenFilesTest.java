package dev.homeroom.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.homeroom.server.access.Access;
import dev.homeroom.server.access.AccessFile;
import dev.homeroom.server.access.CleverEndpoints;
import dev.homeroom.server.access.LoginNonces;
import dev.homeroom.server.access.token.KeyCaching;
import dev.homeroom.server.credential.Keyset;
import dev.homeroom.server.file.FileHealth;
import dev.homeroom.server.file.UnusableFileException;
import dev.homeroom.server.file.WatchedFile;
import dev.homeroom.server.rpc.SignedTokens;
import dev.homeroom.testing.TestCertificate;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Breaks every file that a running server looks at again, at random: access.yaml, the files that
 * its issuers name, the keyset, the secrets, the certificate, its key and the clients' authorities.
 * {@code -Dhomeroom.seed=7} breaks them the same way again.
 */
final class BrokenFilesTest {
  private static final int TRIES = 250;
  private static final int FEW_TRIES = 60;
  private static final long SEED = Long.getLong("homeroom.seed", 7L);

  private static final List<List<byte[]>> SECRETS =
      List.of(
          List.of("a-secret-that-stands-in-a-file-of-its-own".getBytes(UTF_8)),
          List.of("the-secret-that-comes-in-its-place-later".getBytes(UTF_8)));

  /** So long that only the test looks. */
  private static final Duration NEVER = Duration.ofDays(1);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private final RandomGenerator random = new SplittableRandom(SEED);
  private final TestIssuer issuer = TestIssuer.start();
  private final FileHealth health = new FileHealth();

  @SuppressWarnings("NullAway.Init")
  private static ServerConfig.Tls first;

  @SuppressWarnings("NullAway.Init")
  private static ServerConfig.Tls next;

  @BeforeAll
  static void makeCertificates(@TempDir Path folder) throws Exception {
    first = TestServer.tls(TestCertificate.make(folder.resolve("first")));
    next = TestServer.tls(TestCertificate.make(folder.resolve("next")));
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  /** Files that go together. */
  private interface Document {
    /** Watched by the server, but looked at only by the test. */
    WatchedFile<?> open(List<Path> files) throws Exception;

    /** Two contents that can be used. */
    List<List<byte[]>> good();
  }

  @Test
  void a_broken_access_file_changes_nothing_until_it_is_mended() throws Exception {
    var text = TestServer.accessFile(issuer);
    breakAll(
        "access",
        TRIES,
        new Document() {
          @Override
          public WatchedFile<?> open(List<Path> files) {
            return access(files.getFirst()).watchedFile();
          }

          @Override
          public List<List<byte[]>> good() {
            return List.of(
                List.of(text.getBytes(UTF_8)), List.of((text + "# again\n").getBytes(UTF_8)));
          }
        });
  }

  @Test
  void a_broken_keyset_changes_nothing_until_it_is_mended() throws Exception {
    var good =
        List.of(
            List.of(Keyset.generate().getBytes(UTF_8)), List.of(Keyset.generate().getBytes(UTF_8)));
    breakAll(
        "keyset",
        TRIES,
        new Document() {
          @Override
          public WatchedFile<?> open(List<Path> files) {
            return Keyset.watched(files.getFirst(), Clock.systemUTC());
          }

          @Override
          public List<List<byte[]>> good() {
            return good;
          }
        });
  }

  @Test
  void a_broken_file_of_an_issuers_authorities_changes_nothing_until_it_is_mended()
      throws Exception {
    var good =
        List.of(
            List.of(Files.readAllBytes(first.certificates())),
            List.of(Files.readAllBytes(next.certificates())));
    breakAll("issuers", FEW_TRIES, ofIssuer("caFile", good));
  }

  @Test
  void a_broken_token_file_of_an_issuer_changes_nothing_until_it_is_mended() throws Exception {
    breakAll("issuers", FEW_TRIES, ofIssuer("tokenFile", SECRETS));
  }

  @Test
  void a_broken_secret_changes_nothing_until_it_is_mended() throws Exception {
    breakAll(
        "secret",
        FEW_TRIES,
        new Document() {
          @Override
          public WatchedFile<?> open(List<Path> files) {
            return SecretFiles.read(
                ConfigKey.HOMEROOM_DATABASE_PASSWORD_FILE, files.getFirst(), Clock.systemUTC());
          }

          @Override
          public List<List<byte[]>> good() {
            return SECRETS;
          }
        });
  }

  @Test
  void broken_certificate_files_change_nothing_until_they_are_mended() throws Exception {
    var good = List.of(contents(first), contents(next));
    breakAll(
        "tls",
        TRIES,
        new Document() {
          @Override
          public WatchedFile<?> open(List<Path> files) {
            var tls =
                TlsFiles.open(
                    new ServerConfig.Tls(files.get(0), files.get(1), Optional.of(files.get(2))),
                    Clock.systemUTC());
            tls.close();
            return tls.watched();
          }

          @Override
          public List<List<byte[]>> good() {
            return good;
          }
        });
  }

  private Document ofIssuer(String key, List<List<byte[]>> good) {
    return new Document() {
      @Override
      public WatchedFile<?> open(List<Path> files) throws IOException {
        var text =
            TestServer.accessFile(issuer)
                .replace(
                    "audience: homeroom",
                    "audience: homeroom, %s: \"%s\"".formatted(key, files.getFirst()));
        var file = Files.writeString(folder.resolve("of-issuer.yaml"), text);
        return access(file).issuerFiles().getFirst();
      }

      @Override
      public List<List<byte[]>> good() {
        return good;
      }
    };
  }

  private static Access access(Path file) {
    var clever = URI.create("http://127.0.0.1:1");
    var access =
        Access.open(
            new AccessFile.Source(
                file, new CleverEndpoints(clever, clever, Optional.empty()), NEVER),
            KeyCaching.USUAL,
            new LoginNonces(new SignedTokens(() -> List.of(new byte[32]))),
            (district, user) -> Optional.empty(),
            Clock.systemUTC());
    access.close();
    return access;
  }

  private static List<byte[]> contents(ServerConfig.Tls tls) throws IOException {
    var certificate = Files.readAllBytes(tls.certificates());
    return List.of(certificate, Files.readAllBytes(tls.key()), certificate);
  }

  private void breakAll(String name, int tries, Document document) throws Exception {
    var good = document.good();
    var files = new ArrayList<Path>();
    for (int i = 0; i < good.getFirst().size(); i++) {
      files.add(folder.resolve(name + i));
    }
    write(files, good.getFirst());
    var watched = document.open(files);
    health.add(name, watched);
    int broken = 0;
    try (var logs = Logs.listen()) {
      for (int round = 0; round < tries; round++) {
        var contents = new ArrayList<>(good.get(round % 2));
        int which = random.nextInt(contents.size());
        contents.set(which, broken(contents.get(which)));
        var before = watched.current();
        write(files, contents);
        watched.look();

        var as =
            "seed %d, try %d of %s: %s".formatted(SEED, round, name, shown(contents.get(which)));
        boolean usable = starts(document, files);
        if (usable) {
          assertThat(watched.state().failingSince()).as(as).isEmpty();
        } else {
          broken++;
          assertThat(watched.current()).as(as).isSameAs(before);
          assertThat(watched.state().failingSince()).as(as).isPresent();
        }
        assertThat(told(name)).as(as).isEqualTo(usable);

        write(files, good.get((round + 1) % 2));
        watched.look();
        assertThat(watched.state().failingSince()).as(as + ", mended").isEmpty();
        assertThat(told(name)).as(as + ", mended").isTrue();
        assertThat(watched.current()).as(as + ", mended").isNotSameAs(before);
      }
      assertThat(broken)
          .as("seed %d: contents that no server starts with", SEED)
          .isGreaterThan(tries / 2);
      for (var secret : secrets(good)) {
        assertThat(logs.heard()).as("seed %d", SEED).noneMatch(line -> line.contains(secret));
      }
    }
  }

  /** Whether a server that starts now takes the files. */
  private static boolean starts(Document document, List<Path> files) throws Exception {
    try {
      var _ = document.open(files);
      return true;
    } catch (UnusableFileException | ConfigException unusable) {
      return false;
    }
  }

  private boolean told(String name) {
    var services = new HashMap<String, ServingStatus>();
    health.report(services::put);
    return services.get("homeroom.files." + name) == ServingStatus.SERVING;
  }

  private static void write(List<Path> files, List<byte[]> contents) throws IOException {
    for (int i = 0; i < files.size(); i++) {
      Files.write(files.get(i), contents.get(i));
    }
  }

  /** Lines that only the secret files have. */
  private static List<String> secrets(List<List<byte[]>> good) {
    return good.stream()
        .flatMap(List::stream)
        .map(content -> new String(content, UTF_8))
        .filter(
            text -> text.contains("PRIVATE") || text.contains("keyData") || text.contains("secret"))
        .flatMap(String::lines)
        .map(String::strip)
        .filter(line -> line.length() > 30)
        .toList();
  }

  private byte[] broken(byte[] content) {
    return switch (random.nextInt(12)) {
      case 0 -> Arrays.copyOf(content, random.nextInt(content.length));
      case 1 -> flipped(content);
      case 2 -> spliced(content, new byte[0], 1 + random.nextInt(40));
      case 3 -> spliced(content, piece(), 0);
      case 4 -> spliced(content, Arrays.copyOf(content, random.nextInt(content.length)), 0);
      case 5 -> new byte[0];
      case 6 -> noise(random.nextInt(1, 3000));
      case 7 -> "[".repeat(random.nextInt(1, 20_000)).getBytes(UTF_8);
      case 8 -> lines(content, true);
      case 9 -> lines(content, false);
      case 10 -> new byte[(1 << 20) + 1];
      default -> new String(content, UTF_8).replace('-', '_').replace('"', '\'').getBytes(UTF_8);
    };
  }

  private byte[] piece() {
    var pieces =
        List.of(
            "\n- \n",
            "\n  -\n",
            "- null\n",
            "{",
            "}",
            "\u0000",
            "&a [*a, *a]",
            "!!java.lang.Object {}",
            "\t",
            ": :",
            "null",
            "-----BEGIN CERTIFICATE-----\n",
            "-----END PRIVATE KEY-----\n",
            "\n---\n",
            "\ufeff",
            "=",
            "\"",
            "1e999999999");
    return pieces.get(random.nextInt(pieces.size())).getBytes(UTF_8);
  }

  private byte[] flipped(byte[] content) {
    var flipped = content.clone();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private byte[] spliced(byte[] content, byte[] in, int out) {
    int at = random.nextInt(content.length);
    var spliced = new ByteArrayOutputStream();
    spliced.write(content, 0, at);
    spliced.writeBytes(in);
    int rest = Math.min(content.length, at + out);
    spliced.write(content, rest, content.length - rest);
    return spliced.toByteArray();
  }

  private byte[] noise(int length) {
    var noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  /** With one line less or twice. */
  private byte[] lines(byte[] content, boolean twice) {
    var lines = new ArrayList<>(new String(content, UTF_8).lines().toList());
    int at = random.nextInt(lines.size());
    if (twice) {
      lines.add(at, lines.get(at));
    } else {
      lines.remove(at);
    }
    return String.join("\n", lines).getBytes(UTF_8);
  }

  private static String shown(byte[] content) {
    var text = new String(content, UTF_8);
    return text.substring(0, Math.min(text.length(), 300));
  }
}
