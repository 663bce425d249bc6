package dev.homeroom.sandbox.control;

import dev.homeroom.sandbox.Sandbox;
import dev.homeroom.sandbox.codec.RecordJson;
import dev.homeroom.sandbox.district.RecordType;
import dev.homeroom.sandbox.district.Role;
import dev.homeroom.sandbox.district.Roster;
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

  Map<String, @Nullable Object> told() {
    var world = sandbox.world();
    var profile = world.profile();
    Map<String, @Nullable Object> told = new LinkedHashMap<>();
    told.put("url", sandbox.baseUrl());
    told.put("district", sandbox.districtId());
    told.put("clock", sandbox.clock().instant().toString());
    told.put("connected", sandbox.currentToken().isPresent());
    told.put("token", sandbox.currentToken().orElse(null));
    told.put(
        "signIn",
        Map.of(
            "issuer",
            sandbox.signIn().issuer(),
            "redirectUris",
            sandbox.signIn().app().redirectUris()));
    told.put("profile", RecordJson.write(profile));
    told.put("lastSync", time(sandbox.view().roster()));
    told.put("schoolYear", sandbox.roster().schoolYear());
    told.put("sis", counts(sandbox.roster()));
    told.put("shared", counts(sandbox.view().roster()));
    told.put("share", share(world.share()));
    told.put("dataAccess", RecordJson.write(world.dataAccess()));
    told.put("events", Map.of("on", world.eventsAreOn()));
    return told;
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
    counts.put("enrollments", roster.studentSeats());
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
