package dev.homeroom.server.access;

import com.nimbusds.jwt.SignedJWT;
import dev.homeroom.server.rpc.Refusal;
import dev.homeroom.v1.CallerRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What access.yaml says now. The file is read again when it changes, by itself or behind a symbolic
 * link as Kubernetes swaps its mounts; one that cannot be used is told in the log, and what held
 * before goes on. Safe for any threads.
 */
public final class Access implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Access.class);
  private static final Duration USUAL_PAUSE = Duration.ofSeconds(1);

  private final Path file;
  private final KeyCaching caching;
  private final Clock clock;
  private final Thread watcher;
  private volatile Current current;

  /** The verifiers by issuer, and the grants. */
  private record Current(
      String text,
      Map<String, TokenVerifier> verifiers,
      Map<AccessConfig.Subject, Set<CallerRole>> grants) {}

  private Access(Path file, KeyCaching caching, Clock clock, Duration pause) {
    this.file = file;
    this.caching = caching;
    this.clock = clock;
    this.current = load(read(file), Map.of());
    this.watcher = Thread.ofVirtual().name("access-file").unstarted(() -> watch(pause));
  }

  /**
   * Reads the file and keeps an eye on it.
   *
   * @throws AccessConfigException where it cannot be read or is malformed
   */
  public static Access open(Path file, KeyCaching caching, Clock clock) {
    return open(file, caching, clock, USUAL_PAUSE);
  }

  static Access open(Path file, KeyCaching caching, Clock clock, Duration pause) {
    var access = new Access(file, caching, clock, pause);
    access.watcher.start();
    return access;
  }

  /**
   * Whoever the token proves. Fetches the issuer's keys where they are not known.
   *
   * @return the caller's standing; without any role where nothing is granted
   */
  Standing admit(String token) {
    var now = current;
    SignedJWT signed;
    String issuer;
    try {
      signed = SignedJWT.parse(token);
      issuer = signed.getJWTClaimsSet().getIssuer();
    } catch (ParseException malformed) {
      throw new Refusal.TokenRejected("it is not a signed JSON Web Token.").exception();
    }
    var verifier = issuer == null ? null : now.verifiers().get(issuer);
    if (verifier == null) {
      throw new Refusal.TokenRejected("its issuer is not configured.").exception();
    }
    var proven = verifier.verify(signed);
    var subject = new AccessConfig.Subject(issuer, proven.subject());
    var roles = now.grants().getOrDefault(subject, Set.of());
    return new Standing(this, new Caller(issuer, proven.subject(), roles), proven.expires());
  }

  /** Whether a token that expires then is accepted no more. */
  boolean expired(Instant expires) {
    return TokenVerifier.expired(expires, clock.instant());
  }

  /**
   * What is granted to the caller now; nothing where tokens of its issuer are no longer believed.
   */
  Set<CallerRole> granted(Caller caller) {
    var now = current;
    return now.verifiers().containsKey(caller.issuer())
        ? now.grants()
            .getOrDefault(new AccessConfig.Subject(caller.issuer(), caller.subject()), Set.of())
        : Set.of();
  }

  @Override
  public void close() {
    watcher.interrupt();
  }

  private void watch(Duration pause) {
    var seen = current.text();
    var told = "";
    while (true) {
      try {
        TimeUnit.MILLISECONDS.sleep(pause.toMillis());
      } catch (InterruptedException stopped) {
        return;
      }
      try {
        var text = read(file);
        if (text.equals(seen)) {
          continue;
        }
        seen = text;
        current = load(text, current.verifiers());
        told = "";
        log.atInfo()
            .addKeyValue("issuers", current.verifiers().size())
            .addKeyValue("grants", current.grants().size())
            .log("access.yaml was read again");
      } catch (AccessConfigException unusable) {
        if (!told.equals(unusable.sentence())) {
          told = unusable.sentence();
          log.atError()
              .addKeyValue("file", file)
              .addKeyValue("cause", told)
              .log("access.yaml cannot be used; what held before goes on");
        }
      }
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new AccessConfigException("it cannot be read: " + unreadable);
    }
  }

  /** Verifiers of issuers that stay as they were are kept, with the keys that they know. */
  private Current load(String text, Map<String, TokenVerifier> before) {
    var config = AccessConfig.parse(text);
    var verifiers =
        config.issuers().stream()
            .map(issuer -> {
              var known = before.get(issuer.issuer());
              return known != null && known.issuer().equals(issuer)
                  ? known
                  : new TokenVerifier(issuer, caching, clock);
            })
            .collect(
                Collectors.toUnmodifiableMap(
                    verifier -> verifier.issuer().issuer(), Function.identity()));
    return new Current(text, verifiers, config.grants());
  }
}
