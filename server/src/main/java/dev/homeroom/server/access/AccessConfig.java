package dev.homeroom.server.access;

import dev.homeroom.v1.CallerRole;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * access.yaml: whose tokens are believed, and what their subjects may do. Whoever is not named in
 * {@code grants} is let in nowhere.
 *
 * @param issuers at least one, each named once
 * @param grants issuer and subject to roles
 */
record AccessConfig(List<Issuer> issuers, Map<Subject, Set<CallerRole>> grants) {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /**
   * Somebody whose tokens are believed.
   *
   * @param issuer the tokens' {@code iss}, exactly
   * @param audience what the tokens' {@code aud} has to hold
   * @param jwksUri where the keys are; empty: OIDC discovery below the issuer tells
   * @param caFile PEM certificates that the issuer's own may be signed by; empty: the usual ones
   * @param tokenFile a bearer token to fetch the keys with, read anew each time; empty: none
   */
  record Issuer(
      String issuer,
      String audience,
      Optional<URI> jwksUri,
      Optional<Path> caFile,
      Optional<Path> tokenFile) {}

  /** A token's issuer and subject. */
  record Subject(String issuer, String subject) {}

  /** Copies what it is given. */
  AccessConfig {
    issuers = List.copyOf(issuers);
    grants = Map.copyOf(grants);
  }

  /**
   * Reads the file's text.
   *
   * @throws AccessConfigException where it is malformed
   */
  static AccessConfig parse(String text) {
    @Nullable Document document;
    try {
      document = text.isBlank() ? null : YAML.readValue(text, Document.class);
    } catch (JacksonException malformed) {
      var at = malformed.getLocation();
      throw new AccessConfigException(
          (at == null ? "" : "line " + at.getLineNr() + ": ")
              + malformed.getOriginalMessage().lines().findFirst().orElse("malformed"));
    }
    if (document == null || document.issuers() == null || document.issuers().isEmpty()) {
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
    var grants = new HashMap<Subject, Set<CallerRole>>();
    for (var grant : document.grants() == null ? List.<GrantEntry>of() : document.grants()) {
      var subject =
          new Subject(
              required("grants.issuer", grant.issuer()),
              required("grants.subject", grant.subject()));
      if (!names.contains(subject.issuer())) {
        throw new AccessConfigException(
            "grants.issuer: " + subject.issuer() + " is none of the issuers");
      }
      grants
          .computeIfAbsent(subject, unseen -> EnumSet.noneOf(CallerRole.class))
          .add(role(required("grants.role", grant.role())));
    }
    return new AccessConfig(issuers, grants);
  }

  /** How access.yaml writes a role. */
  static String word(CallerRole role) {
    return role.name().substring("CALLER_ROLE_".length()).toLowerCase(Locale.ROOT);
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

  private static Issuer issuer(IssuerEntry entry) {
    var issuer = required("issuers.issuer", entry.issuer());
    var jwksUri =
        Optional.ofNullable(entry.jwksUri()).map(text -> KeyUris.require("issuers.jwksUri", text));
    if (jwksUri.isEmpty()) {
      KeyUris.require("issuers.issuer (or give jwksUri)", issuer);
    }
    return new Issuer(
        issuer,
        required("issuers.audience", entry.audience()),
        jwksUri,
        Optional.ofNullable(entry.caFile()).map(Path::of),
        Optional.ofNullable(entry.tokenFile()).map(Path::of));
  }

  private static String required(String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new AccessConfigException(field + ": is missing");
    }
    return value;
  }

  private record Document(@Nullable List<IssuerEntry> issuers, @Nullable List<GrantEntry> grants) {}

  private record IssuerEntry(
      @Nullable String issuer,
      @Nullable String audience,
      @Nullable String jwksUri,
      @Nullable String caFile,
      @Nullable String tokenFile) {}

  private record GrantEntry(
      @Nullable String issuer, @Nullable String subject, @Nullable String role) {}
}
