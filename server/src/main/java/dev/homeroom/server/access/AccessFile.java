package dev.homeroom.server.access;

import dev.homeroom.server.access.AccessConfig.Subject;
import dev.homeroom.server.access.AccessConfig.Users;
import dev.homeroom.server.access.token.BearerTokens;
import dev.homeroom.server.access.token.KeyCaching;
import dev.homeroom.server.access.token.KeyUris;
import dev.homeroom.server.access.token.TokenIssuer;
import dev.homeroom.server.access.token.TokenVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What access.yaml says now. The file is read again when it changes, by itself or behind a symbolic
 * link as Kubernetes swaps its mounts; one that cannot be used is told in the log, and what held
 * before goes on. Safe for any threads.
 */
public final class AccessFile implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AccessFile.class);

  private final Source source;
  private final KeyCaching caching;
  private final Clock clock;
  private final Thread watcher;
  private volatile Current current;

  /**
   * Where it is, and what it may leave out.
   *
   * @param pause how often it is looked at
   */
  public record Source(Path file, CleverEndpoints clever, Duration pause) {
    /** Looked at once a second. */
    public Source(Path file, CleverEndpoints clever) {
      this(file, clever, Duration.ofSeconds(1));
    }
  }

  /** The verifiers by issuer, the grants, and how people are let in. */
  record Current(
      String text,
      Map<String, TokenVerifier> verifiers,
      Map<Subject, List<Grant>> grants,
      Optional<People> people) {
    List<Grant> grants(Subject subject) {
      return grants.getOrDefault(subject, List.of());
    }
  }

  private AccessFile(Source source, KeyCaching caching, Clock clock) {
    this.source = source;
    this.caching = caching;
    this.clock = clock;
    this.current = load(read(), Optional.empty());
    this.watcher = Thread.ofVirtual().name("access-file").unstarted(this::watch);
  }

  static AccessFile open(Source source, KeyCaching caching, Clock clock) {
    var file = new AccessFile(source, caching, clock);
    file.watcher.start();
    return file;
  }

  Current current() {
    return current;
  }

  @Override
  public void close() {
    watcher.interrupt();
  }

  private void watch() {
    var seen = current.text();
    var told = "";
    while (true) {
      try {
        TimeUnit.MILLISECONDS.sleep(source.pause().toMillis());
      } catch (InterruptedException stopped) {
        return;
      }
      try {
        var text = read();
        if (text.equals(seen)) {
          continue;
        }
        seen = text;
        current = load(text, Optional.of(current));
        told = "";
        log.atInfo()
            .addKeyValue("issuers", current.verifiers().size())
            .addKeyValue("grants", current.grants().size())
            .addKeyValue("users", current.people().isPresent())
            .log("access.yaml was read again");
      } catch (AccessConfigException unusable) {
        if (!told.equals(unusable.sentence())) {
          told = unusable.sentence();
          log.atError()
              .addKeyValue("file", source.file())
              .addKeyValue("cause", told)
              .log("access.yaml cannot be used; what held before goes on");
        }
      }
    }
  }

  private String read() {
    try {
      return Files.readString(source.file());
    } catch (IOException unreadable) {
      throw new AccessConfigException("it cannot be read: " + unreadable);
    }
  }

  /** Verifiers of issuers that stay as they were are kept, with the keys that they know. */
  private Current load(String text, Optional<Current> before) {
    var config = AccessConfig.parse(text);
    var kept =
        before.stream()
            .flatMap(old ->
                Stream.concat(
                    old.verifiers().values().stream(), old.people().map(People::verifier).stream()))
            .collect(Collectors.toMap(TokenVerifier::issuer, Function.identity(), (a, b) -> a));
    var verifiers =
        config.issuers().stream()
            .map(issuer -> verifier(issuer, kept))
            .collect(
                Collectors.toUnmodifiableMap(
                    verifier -> verifier.issuer().issuer(), Function.identity()));
    var people = config.users().map(users -> people(users, kept, before.flatMap(Current::people)));
    return new Current(text, verifiers, config.grants(), people);
  }

  private TokenVerifier verifier(TokenIssuer issuer, Map<TokenIssuer, TokenVerifier> kept) {
    var known = kept.get(issuer);
    return known == null ? new TokenVerifier(issuer, caching, clock) : known;
  }

  private People people(
      Users users, Map<TokenIssuer, TokenVerifier> kept, Optional<People> before) {
    var clientId =
        users
            .clientId()
            .or(source.clever()::clientId)
            .orElseThrow(() ->
                new AccessConfigException(
                    "users.clientId: is missing, and so is HOMEROOM_CLEVER_CLIENT_ID"));
    var issuer = users.issuer().orElseGet(() -> source.clever().oauth().toString());
    if (KeyUris.parse(issuer).isEmpty()) {
      throw new AccessConfigException("users.issuer: " + KeyUris.FORM + ", not " + issuer);
    }
    var bearers =
        users
            .bearerRemembered()
            .map(remembered ->
                new BearerTokens.Clever(
                    source.clever().me(), source.clever().tokenInfo(), clientId, remembered))
            .map(clever ->
                before
                    .flatMap(People::bearers)
                    .filter(known -> known.clever().equals(clever))
                    .orElseGet(() -> new BearerTokens(clever, clock)));
    return new People(verifier(TokenIssuer.clever(issuer, clientId), kept), bearers, users.rules());
  }
}
