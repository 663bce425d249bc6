package dev.homeroom.sandbox.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.homeroom.sandbox.district.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A user in the role of a login (sandbox/CLEVER.md 1.5, 1.6).
 *
 * @param record the user's record as the data API shows it
 */
record Identity(Role role, JsonNode record) {
  String id() {
    return text(record, "id");
  }

  String district() {
    return text(record, "district");
  }

  /** The role's id from before v3; students still have the same id. */
  private String roleId() {
    return known(roleRecord(), "legacy_id").orElse(id());
  }

  private JsonNode roleRecord() {
    return record.path("roles").path(role.word());
  }

  /** Adds the id_token's claims about the user. */
  void addTo(JWTClaimsSet.Builder claims) {
    claims
        .subject(id())
        .claim("multi_role_user_id", id())
        .claim("user_id", roleId())
        .claim("user_type", role.word())
        .claim("district", district())
        .claim("email_verified", false)
        .claim("given_name", text(record.path("name"), "first"))
        .claim("family_name", text(record.path("name"), "last"));
    known(record, "email").ifPresent(email -> claims.claim("email", email));
  }

  /** The answer of {@code /userinfo}. */
  Map<String, Object> userInfo() {
    var name = record.path("name");
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("sub", id());
    info.put("user_id", roleId());
    info.put("multi_role_user_id", id());
    info.put("user_type", role.word());
    info.put("district_id", district());
    info.put("district", district());
    known(record, "email").ifPresent(email -> info.put("email", email));
    info.put(
        "name",
        Map.of(
            "first", text(name, "first"),
            "middle", text(name, "middle"),
            "last", text(name, "last")));
    info.put("schools", schools());
    info.put("given_name", text(name, "first"));
    info.put("family_name", text(name, "last"));
    info.put("email_verified", false);
    info.put("authorized_by", "district");
    return info;
  }

  private List<String> schools() {
    List<String> schools = new ArrayList<>();
    roleRecord().path("schools").forEach(school -> schools.add(school.asString("")));
    return schools;
  }

  private static String text(JsonNode object, String field) {
    return object.path(field).asString("");
  }

  private static Optional<String> known(JsonNode object, String field) {
    return Optional.of(text(object, field)).filter(value -> !value.isEmpty());
  }
}
