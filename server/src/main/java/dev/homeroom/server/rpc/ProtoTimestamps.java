package dev.homeroom.server.rpc;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Converts times to those of the contract. */
public final class ProtoTimestamps {
  private ProtoTimestamps() {}

  /** Returns the time of a column. */
  public static Timestamp of(OffsetDateTime time) {
    return of(time.toInstant());
  }

  /** Returns the same time, to the nanosecond. */
  public static Timestamp of(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
