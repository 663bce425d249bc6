package dev.homeroom.server.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.homeroom.server.access.AccessConfig.TokenSubject;
import dev.homeroom.server.access.AccessConfig.Users;
import dev.homeroom.server.access.token.BearerTokens;
import dev.homeroom.server.access.token.KeyCaching;
import dev.homeroom.server.access.token.KeyUris;
import dev.homeroom.server.access.token.TokenIssuer;
import dev.homeroom.server.access.token.TokenVerifier;
import dev.homeroom.server.file.FileWatch;
import dev.homeroom.server.file.UnusableFileException;
import dev.homeroom.server.file.WatchedFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The current content of access.yaml: a {@link WatchedFile}, whose last usable content is in force,
 * like that of the files that its issuers name. Thread-safe.
 */
public final class AccessFile implements AutoCloseable {
  private final Source source;
  private final KeyCaching caching;
  private final Clock clock;
  private final WatchedFile<Current> file;
  private volatile Optional<FileWatch> issuerFileWatch = Optional.empty();

  /**
   * The location of the file, and the values that it may leave out.
   *
   * @param pause the time between two looks at the file
   */
  public record Source(Path file, CleverEndpoints clever, Duration pause) {
    /** Looks at the file once a second. */
    public Source(Path file, CleverEndpoints clever) {
      this(file, clever, Duration.ofSeconds(1));
    }
  }

  /** The verifiers by issuer, the grants, and how people are let in. */
  record Current(
      Map<String, TokenVerifier> verifiers,
      Map<TokenSubject, List<Grant>> grants,
      Optional<People> people) {
    List<Grant> grants(TokenSubject subject) {
      return grants.getOrDefault(subject, List.of());
    }
  }

  private AccessFile(Source source, KeyCaching caching, Clock clock) {
    this.source = source;
    this.caching = caching;
    this.clock = clock;
    this.file =
        WatchedFile.read(
            "access.yaml",
            List.of(source.file()),
            (contents, before) -> load(text(contents.getFirst()), before),
            clock);
  }

  /**
   * Reads the file and watches it.
   *
   * @throws AccessConfigException if it cannot be used
   */
  static AccessFile open(Source source, KeyCaching caching, Clock clock) {
    try {
      var opened = new AccessFile(source, caching, clock);
      opened.file.watch(source.pause());
      opened.issuerFileWatch = Optional.of(FileWatch.start(opened::issuerFiles, source.pause()));
      return opened;
    } catch (AccessConfigException wrong) {
      throw wrong;
    } catch (UnusableFileException unusable) {
      throw new AccessConfigException(String.valueOf(unusable.getMessage()));
    }
  }

  Current current() {
    return file.current();
  }

  /** The file itself, for those who report its health. */
  WatchedFile<Current> file() {
    return file;
  }

  /** The files that the issuers name which are in force now. */
  List<WatchedFile<?>> issuerFiles() {
    return current().verifiers().values().stream()
        .flatMap(verifier -> verifier.files().stream())
        .toList();
  }

  @Override
  public void close() {
    issuerFileWatch.ifPresent(FileWatch::close);
    file.close();
  }

  private static String text(byte[] content) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException binary) {
      throw new AccessConfigException("it is not UTF-8 text");
    }
  }

  /** Keeps the verifiers of unchanged issuers, with the keys that they already know. */
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
    return new Current(verifiers, config.grants(), people);
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
                    source.clever().me(),
                    source.clever().tokenInfo(),
                    clientId,
                    remembered,
                    users.bearerLimits()))
            .map(clever ->
                before
                    .flatMap(People::bearers)
                    .filter(known -> known.clever().equals(clever))
                    .orElseGet(() -> new BearerTokens(clever, clock)));
    return new People(verifier(TokenIssuer.clever(issuer, clientId), kept), bearers, users.rules());
  }
}
