package dev.homeroom.server.rpc;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** The place of a resource in a list that is ordered by creation time and id. */
public record CreationPosition(OffsetDateTime created, UUID id) {
  /** Returns the key of a page token for a resource whose name ends in its id. */
  public static String key(Timestamp created, String name) {
    var id = name.substring(name.lastIndexOf('/') + 1);
    return created.getSeconds() + " " + created.getNanos() + " " + id;
  }

  /** Reads the key of a page token. */
  public static CreationPosition parse(String key) {
    var parts = key.split(" ", -1);
    return new CreationPosition(
        Instant.ofEpochSecond(Long.parseLong(parts[0]), Long.parseLong(parts[1]))
            .atOffset(ZoneOffset.UTC),
        UUID.fromString(parts[2]));
  }
}
