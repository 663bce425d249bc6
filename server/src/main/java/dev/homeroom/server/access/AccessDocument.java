package dev.homeroom.server.access;

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
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  record IssuerEntry(
      @Nullable String issuer,
      @Nullable String audience,
      @Nullable List<String> algorithms,
      @Nullable String jwksUri,
      @Nullable String caFile,
      @Nullable String tokenFile) {}

  record GrantEntry(
      @Nullable String issuer,
      @Nullable String subject,
      @Nullable String role,
      @Nullable List<String> districts,
      @Nullable List<String> schools,
      @Nullable List<String> fields,
      @Nullable List<String> redirectUris,
      @Nullable Boolean withoutToken,
      @Nullable Boolean automaticConfirmation) {}

  record UsersEntry(
      @Nullable String issuer,
      @Nullable String clientId,
      @Nullable String bearerRemembered,
      @Nullable String classmates,
      @Nullable List<String> staffFields) {}

  private record Written(
      @Nullable List<IssuerEntry> issuers,
      @Nullable List<GrantEntry> grants,
      @Nullable UsersEntry users) {}

  /**
   * Reads the file's text; what is left out is empty.
   *
   * @throws AccessConfigException where it is not of this form
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
        listed(written.issuers()), listed(written.grants()), Optional.ofNullable(written.users()));
  }

  private static <T> List<T> listed(@Nullable List<T> entries) {
    return entries == null ? List.of() : List.copyOf(entries);
  }
}
