package dev.homeroom.sandbox.control;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.codec.RecordJson;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.roster.Roster;
import dev.homeroom.sandbox.share.Share;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A summary of a sandbox for people: its records, its share, the state of its syncs. */
final class SandboxState {
  private static final int MOST_IDS = 10;

  private final Sandbox sandbox;

  SandboxState(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  Map<String, @Nullable Object> content() {
    var world = sandbox.world();
    var profile = world.profile();
    Map<String, @Nullable Object> content = new LinkedHashMap<>();
    content.put("url", sandbox.baseUrl());
    content.put("district", sandbox.districtId());
    content.put("clock", sandbox.clock().instant().toString());
    content.put("connected", sandbox.currentToken().isPresent());
    content.put("token", sandbox.currentToken().orElse(null));
    content.put(
        "signIn",
        Map.of(
            "issuer",
            sandbox.signIn().issuer(),
            "redirectUris",
            sandbox.signIn().app().redirectUris()));
    content.put("profile", RecordJson.write(profile));
    content.put("lastSync", time(sandbox.view().roster()));
    content.put("schoolYear", sandbox.roster().schoolYear());
    content.put("sis", counts(sandbox.roster()));
    content.put("shared", counts(sandbox.view().roster()));
    content.put("share", share(world.share()));
    content.put("dataAccess", RecordJson.write(world.dataAccess()));
    content.put("events", Map.of("on", world.eventsAreOn()));
    return content;
  }

  private static String time(Roster roster) {
    return Instant.ofEpochSecond(roster.lastSync()).toString();
  }

  private static Map<String, Object> counts(Roster roster) {
    Map<String, Object> counts = new LinkedHashMap<>();
    for (var type : RecordType.values()) {
      if (type != RecordType.DISTRICTS) {
        counts.put(type.path(), roster.rows(type).count());
      }
    }
    for (var role : Role.values()) {
      counts.put(role.word(), roster.count(role));
    }
    counts.put("enrollments", roster.studentEnrollments());
    return counts;
  }

  /** Shows only some ids of a long share: thousands would hide the rest. */
  private static Object share(Share share) {
    if (share instanceof Share.Sections(var ids) && ids.size() > MOST_IDS) {
      return Map.of(
          "kind",
          "sections",
          "count",
          ids.size(),
          "some",
          ids.stream().sorted().limit(MOST_IDS).toList());
    }
    return RecordJson.write(share);
  }
}
