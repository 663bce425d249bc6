package dev.homeroom.server.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** access.yaml as it is written. */
record AccessDocument(
    List<IssuerEntry> issuers, List<GrantEntry> grants, Optional<UsersEntry> users) {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  record IssuerEntry(
      @Nullable String issuer,
      @Nullable String audience,
      @Nullable List<@Nullable String> algorithms,
      @Nullable String jwksUri,
      @Nullable String caFile,
      @Nullable String tokenFile,
      @Nullable String longestLifetime) {}

  record GrantEntry(
      @Nullable String issuer,
      @Nullable String subject,
      @Nullable String role,
      @Nullable List<@Nullable String> districts,
      @Nullable List<@Nullable String> schools,
      @Nullable List<@Nullable String> fields,
      @Nullable List<@Nullable String> redirectUris,
      @Nullable Boolean withoutToken,
      @Nullable Boolean automaticConfirmation) {}

  record UsersEntry(
      @Nullable String issuer,
      @Nullable String clientId,
      @Nullable String bearerRemembered,
      @Nullable Integer bearerLookupsAtOnce,
      @Nullable Integer bearerRefusalsPerMinute,
      @Nullable String classmates,
      @Nullable List<@Nullable String> staffFields) {}

  private record Written(
      @Nullable List<@Nullable IssuerEntry> issuers,
      @Nullable List<@Nullable GrantEntry> grants,
      @Nullable UsersEntry users) {}

  /**
   * Parses the text of the file; omitted parts are empty.
   *
   * @throws AccessConfigException if the text is not of this form
   */
  static AccessDocument read(String text) {
    @Nullable Written written;
    try {
      written = text.isBlank() ? null : YAML.readValue(text, Written.class);
    } catch (JacksonException malformed) {
      var at = malformed.getLocation();
      throw new AccessConfigException(
          (at == null ? "" : "line " + at.getLineNr() + ": ")
              + malformed.getOriginalMessage().lines().findFirst().orElse("malformed"));
    }
    if (written == null) {
      return new AccessDocument(List.of(), List.of(), Optional.empty());
    }
    return new AccessDocument(
        listed("issuers", written.issuers()),
        listed("grants", written.grants()),
        Optional.ofNullable(written.users()));
  }

  /**
   * The items of a list; empty if the list is left out.
   *
   * @throws AccessConfigException if an item is null, as after a stray dash
   */
  static <T> List<T> listed(String field, @Nullable List<@Nullable T> entries) {
    var listed = new ArrayList<T>();
    for (var entry : entries == null ? List.<@Nullable T>of() : entries) {
      if (entry == null) {
        throw new AccessConfigException(
            field + ": item " + (listed.size() + 1) + " is empty; remove the stray `-`");
      }
      listed.add(entry);
    }
    return listed;
  }
}
