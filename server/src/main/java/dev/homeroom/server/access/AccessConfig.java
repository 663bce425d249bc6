package dev.homeroom.server.access;

import static dev.homeroom.server.access.AccessDocument.listed;

import com.nimbusds.jose.JWSAlgorithm;
import dev.homeroom.server.access.AccessDocument.GrantEntry;
import dev.homeroom.server.access.AccessDocument.IssuerEntry;
import dev.homeroom.server.access.AccessDocument.UsersEntry;
import dev.homeroom.server.access.token.KeyUris;
import dev.homeroom.server.access.token.LookupLimits;
import dev.homeroom.server.access.token.TokenIssuer;
import dev.homeroom.server.db.CleverId;
import dev.homeroom.server.rpc.EnumWords;
import dev.homeroom.v1.CallerRole;
import dev.homeroom.v1.PrivacyClass;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The content of access.yaml: the issuers whose tokens are accepted, and what their subjects may
 * do. A subject is let in only if it is named in {@code grants} or is a user of a roster whose
 * people are let in.
 *
 * @param issuers each named once
 * @param grants the grants of each subject
 * @param users how people who sign in with Clever are let in; empty: not at all
 */
record AccessConfig(
    List<TokenIssuer> issuers, Map<TokenSubject, List<Grant>> grants, Optional<Users> users) {
  private static final String ALL = "all";
  private static final Set<PrivacyClass> CLASSES =
      Set.of(
          PrivacyClass.PRIVACY_CLASS_IDENTIFIER,
          PrivacyClass.PRIVACY_CLASS_DIRECTORY,
          PrivacyClass.PRIVACY_CLASS_EDUCATION_RECORD,
          PrivacyClass.PRIVACY_CLASS_SENSITIVE);
  private static final Duration LONGEST_REMEMBERED = Duration.ofHours(1);
  private static final Duration SHORTEST_LIFETIME = Duration.ofMinutes(1);
  private static final Duration LONGEST_LIFETIME = Duration.ofDays(3660);

  /** A token's issuer and subject. */
  record TokenSubject(String issuer, String subject) {}

  /**
   * People who sign in with Clever.
   *
   * @param issuer as Clever's id_tokens name it; empty: as the server's environment says
   * @param clientId our app there; empty: as the server's environment says
   * @param bearerRemembered how long Clever's answer on a bearer token is used; empty: bearer
   *     tokens are not accepted
   * @param bearerLimits how many bearer tokens one address may have looked up
   */
  record Users(
      Optional<String> issuer,
      Optional<String> clientId,
      Optional<Duration> bearerRemembered,
      LookupLimits bearerLimits,
      UserRules rules) {}

  /** Copies the lists. */
  AccessConfig {
    issuers = List.copyOf(issuers);
    grants = Map.copyOf(grants);
  }

  /**
   * Reads the text of the file.
   *
   * @throws AccessConfigException if it is malformed
   */
  static AccessConfig parse(String text) {
    var document = AccessDocument.read(text);
    if (document.issuers().isEmpty()) {
      throw new AccessConfigException(
          "issuers: at least one is needed, for example [{issuer: https://id.example.com, audience:"
              + " homeroom}]");
    }
    var issuers = document.issuers().stream().map(AccessConfig::issuer).toList();
    var names = new HashSet<String>();
    for (var issuer : issuers) {
      if (!names.add(issuer.issuer())) {
        throw new AccessConfigException("issuers: " + issuer.issuer() + " is named twice");
      }
    }
    var grants = new HashMap<TokenSubject, List<Grant>>();
    for (var entry : document.grants()) {
      var subject =
          new TokenSubject(
              required("grants.issuer", entry.issuer()),
              required("grants.subject", entry.subject()));
      if (!names.contains(subject.issuer())) {
        throw new AccessConfigException(
            "grants.issuer: " + subject.issuer() + " is none of the issuers");
      }
      grants.computeIfAbsent(subject, unseen -> new ArrayList<>()).add(grant(entry));
    }
    return new AccessConfig(issuers, grants, document.users().map(AccessConfig::users));
  }

  private static Grant grant(GrantEntry entry) {
    var role = role(required("grants.role", entry.role()));
    var districts = list("grants.districts", entry.districts());
    var schools = listed("grants.schools", entry.schools());
    boolean reads = role != CallerRole.CALLER_ROLE_OPERATOR;
    if (!reads && (entry.fields() != null || entry.schools() != null)) {
      throw new AccessConfigException(
          "grants.fields and grants.schools: an operator reads no records, so leave them out");
    }
    if (entry.schools() != null && schools.isEmpty()) {
      throw new AccessConfigException("grants.schools: name at least one, or leave them out");
    }
    return new Grant(
        role,
        districts.equals(List.of(ALL))
            ? Optional.empty()
            : Optional.of(ids("grants.districts", districts)),
        ids("grants.schools", schools),
        reads ? fields("grants.fields", list("grants.fields", entry.fields())) : Set.of(),
        redirectUris(role, listed("grants.redirectUris", entry.redirectUris())),
        declaring(role, entry));
  }

  private static DeclarationRights declaring(CallerRole role, GrantEntry entry) {
    var rights =
        new DeclarationRights(
            Boolean.TRUE.equals(entry.withoutToken()),
            Boolean.TRUE.equals(entry.automaticConfirmation()));
    if (role != CallerRole.CALLER_ROLE_OPERATOR && !rights.equals(DeclarationRights.NONE)) {
      throw new AccessConfigException(
          "grants.withoutToken and grants.automaticConfirmation: operators alone declare districts");
    }
    return rights;
  }

  private static Set<String> redirectUris(CallerRole role, List<String> uris) {
    if (role != CallerRole.CALLER_ROLE_APP && !uris.isEmpty()) {
      throw new AccessConfigException("grants.redirectUris: people sign in for apps alone");
    }
    for (var uri : uris) {
      if (uri.contains("?") || uri.contains("#") || KeyUris.parse(uri).isEmpty()) {
        throw new AccessConfigException(
            "grants.redirectUris: " + KeyUris.FORM + ", without query, not " + uri);
      }
    }
    return Set.copyOf(uris);
  }

  private static Users users(UsersEntry entry) {
    var classmates = entry.classmates() == null ? "Hidden" : entry.classmates();
    if (!classmates.equals("Hidden") && !classmates.equals("NameOnly")) {
      throw new AccessConfigException("users.classmates: must be Hidden or NameOnly");
    }
    var staffFields =
        entry.staffFields() == null
            ? List.of("directory")
            : listed("users.staffFields", entry.staffFields());
    return new Users(
        Optional.ofNullable(entry.issuer()),
        Optional.ofNullable(entry.clientId()),
        Optional.ofNullable(entry.bearerRemembered()).map(AccessConfig::remembered),
        new LookupLimits(
            count(
                "users.bearerLookupsAtOnce",
                entry.bearerLookupsAtOnce(),
                LookupLimits.USUAL.atOnce(),
                LookupLimits.MOST_AT_ONCE),
            count(
                "users.bearerRefusalsPerMinute",
                entry.bearerRefusalsPerMinute(),
                LookupLimits.USUAL.refusedPerMinute(),
                LookupLimits.MOST_REFUSED)),
        new UserRules(classmates.equals("NameOnly"), fields("users.staffFields", staffFields)));
  }

  private static int count(String field, @Nullable Integer number, int usual, int most) {
    int count = number == null ? usual : number;
    if (count < 1 || count > most) {
      throw new AccessConfigException(field + ": must be 1 to " + most + ", not " + count);
    }
    return count;
  }

  private static Duration remembered(String text) {
    try {
      var time = Duration.parse(text);
      if (!time.isNegative() && time.compareTo(LONGEST_REMEMBERED) <= 0) {
        return time;
      }
    } catch (DateTimeParseException malformed) {
      // Refused below.
    }
    throw new AccessConfigException(
        "users.bearerRemembered: must be an ISO-8601 duration of at most "
            + LONGEST_REMEMBERED
            + ", for example PT1M");
  }

  private static Set<CleverId> ids(String field, List<String> texts) {
    return texts.stream()
        .map(text ->
            CleverId.parse(text)
                .orElseThrow(() ->
                    new AccessConfigException(
                        field + ": must be ids of Clever, 24 hexadecimal digits each")))
        .collect(Collectors.toSet());
  }

  private static Set<PrivacyClass> fields(String field, List<String> words) {
    if (words.equals(List.of(ALL))) {
      return CLASSES;
    }
    var byWord =
        CLASSES.stream()
            .collect(
                Collectors.toMap(
                    each -> EnumWords.word(each).toLowerCase(Locale.ROOT), Function.identity()));
    return words.stream()
        .map(word ->
            Optional.ofNullable(byWord.get(word))
                .orElseThrow(() ->
                    new AccessConfigException(
                        field
                            + ": must be all, or some of identifier, directory, education_record,"
                            + " sensitive")))
        .collect(Collectors.toSet());
  }

  private static List<String> list(String field, @Nullable List<@Nullable String> texts) {
    if (texts == null) {
      throw new AccessConfigException(
          field + ": is missing; nothing is granted by default, [all] grants all");
    }
    return listed(field, texts);
  }

  /** The word for a role in texts for people. */
  static String word(CallerRole role) {
    return EnumWords.word(role).toLowerCase(Locale.ROOT);
  }

  private static CallerRole role(String word) {
    return switch (word) {
      case "app" -> CallerRole.CALLER_ROLE_APP;
      case "reviewer" -> CallerRole.CALLER_ROLE_REVIEWER;
      case "operator" -> CallerRole.CALLER_ROLE_OPERATOR;
      default ->
          throw new AccessConfigException(
              "grants.role: must be app, reviewer or operator, not " + word);
    };
  }

  private static TokenIssuer issuer(IssuerEntry entry) {
    var issuer = required("issuers.issuer", entry.issuer());
    var jwksUri =
        Optional.ofNullable(entry.jwksUri())
            .map(text ->
                KeyUris.parse(text)
                    .orElseThrow(() ->
                        new AccessConfigException(
                            "issuers.jwksUri: " + KeyUris.FORM + ", not " + text)));
    if (jwksUri.isEmpty() && KeyUris.parse(issuer).isEmpty()) {
      throw new AccessConfigException(
          "issuers.issuer (or give jwksUri): " + KeyUris.FORM + ", not " + issuer);
    }
    return new TokenIssuer(
        issuer,
        required("issuers.audience", entry.audience()),
        algorithms(entry.algorithms()),
        false,
        jwksUri,
        Optional.ofNullable(entry.caFile()).map(Path::of),
        Optional.ofNullable(entry.tokenFile()).map(Path::of),
        entry.longestLifetime() == null
            ? TokenIssuer.USUAL_LIFETIME
            : lifetime(entry.longestLifetime()));
  }

  private static Duration lifetime(String text) {
    try {
      var time = Duration.parse(text);
      if (time.compareTo(SHORTEST_LIFETIME) >= 0 && time.compareTo(LONGEST_LIFETIME) <= 0) {
        return time;
      }
    } catch (DateTimeParseException malformed) {
      // Refused below.
    }
    throw new AccessConfigException(
        "issuers.longestLifetime: must be an ISO-8601 duration from "
            + SHORTEST_LIFETIME
            + " to "
            + LONGEST_LIFETIME
            + ", for example PT24H");
  }

  private static Set<JWSAlgorithm> algorithms(@Nullable List<@Nullable String> words) {
    if (words == null) {
      return TokenIssuer.ASYMMETRIC;
    }
    var chosen =
        listed("issuers.algorithms", words).stream()
            .map(JWSAlgorithm::parse)
            .collect(Collectors.toSet());
    if (chosen.isEmpty() || !TokenIssuer.ASYMMETRIC.containsAll(chosen)) {
      throw new AccessConfigException(
          "issuers.algorithms: must be some of RS256, RS384, RS512, PS256, PS384, PS512, ES256,"
              + " ES384, ES512");
    }
    return chosen;
  }

  private static String required(String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new AccessConfigException(field + ": is missing");
    }
    return value;
  }
}
